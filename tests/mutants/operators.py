"""Small changes to a syntax tree, each of a kind that people make by mistake."""

import ast
import copy
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

Change: TypeAlias = Iterator[ast.AST]

OTHER_OPERATOR: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
}
ORDER_MATTERS = (ast.Sub, ast.Div, ast.MatMult)
OTHER_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
OTHER_NAMES = {
    "maximum": "minimum",
    "minimum": "maximum",
    "max": "min",
    "min": "max",
    "sum": "mean",
    "mean": "sum",
    "argmax": "argmin",
    "argmin": "argmax",
    "zeros": "ones",
    "ones": "zeros",
    "zeros_like": "ones_like",
    "ones_like": "zeros_like",
    "any": "all",
    "all": "any",
}


def another_operator(node: ast.AST) -> Change:
    if isinstance(node, ast.BinOp) and type(node.op) in OTHER_OPERATOR:
        yield _with(node, op=OTHER_OPERATOR[type(node.op)]())


def operands_swapped(node: ast.AST) -> Change:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ORDER_MATTERS):
        yield _with(node, left=node.right, right=node.left)
    if isinstance(node, ast.IfExp):
        yield _with(node, body=node.orelse, orelse=node.body)


def operand_dropped(node: ast.AST) -> Change:
    if isinstance(node, ast.BinOp):
        yield node.left
        yield node.right


def another_comparison(node: ast.AST) -> Change:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for op in OTHER_COMPARISONS.get(type(node.ops[0]), ()):
            yield _with(node, ops=[op()])


def sign(node: ast.AST) -> Change:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand
    elif isinstance(node, ast.Assign | ast.AugAssign | ast.Return):
        if node.value is not None and _is_arithmetic(node.value):
            yield _with(node, value=_minus(node.value))
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load):
        for i, item in enumerate(node.elts):
            if _is_arithmetic(item) or isinstance(item, ast.Name):
                yield _with(node, elts=[*node.elts[:i], _minus(item), *node.elts[i + 1 :]])


def axis(node: ast.AST) -> Change:
    if not isinstance(node, ast.Call):
        return
    for i, keyword in enumerate(node.keywords):
        others = [*node.keywords[:i], *node.keywords[i + 1 :]]
        if keyword.arg in ("axis", "keepdims"):
            yield _with(node, keywords=others)
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant):
            moved = ast.keyword("axis", ast.Constant(0 if keyword.value.value else 1))
            yield _with(node, keywords=[*others, moved])
            if not any(other.arg == "keepdims" for other in others):
                kept = ast.keyword("keepdims", ast.Constant(True))
                yield _with(node, keywords=[*others, keyword, kept])


def transpose(node: ast.AST) -> Change:
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        for side in ("left", "right"):
            operand = getattr(node, side)
            if isinstance(operand, ast.Name):
                yield _with(node, **{side: ast.Attribute(operand, "T", ast.Load())})


def index(node: ast.AST) -> Change:
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
        for op in (ast.Add(), ast.Sub()):
            end = ast.BinOp(node.args[-1], op, ast.Constant(1))
            yield _with(node, args=[*node.args[:-1], end])


def constant(node: ast.AST) -> Change:
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        for other in dict.fromkeys((value + 1, value - 1, -value)):
            if other != value:
                yield ast.Constant(other)


def another_function(node: ast.AST) -> Change:
    if isinstance(node, ast.Attribute) and node.attr in OTHER_NAMES:
        yield _with(node, attr=OTHER_NAMES[node.attr])
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) > 1:
        yield _with(node, args=[node.args[1], node.args[0], *node.args[2:]])


def statement_dropped(node: ast.AST) -> Change:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Expr | ast.Return):
        yield ast.Pass()


def values_swapped(node: ast.AST) -> Change:
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load):
        for i in range(len(node.elts) - 1):
            first, second = node.elts[i : i + 2]
            yield _with(node, elts=[*node.elts[:i], second, first, *node.elts[i + 2 :]])


def assignment(node: ast.AST) -> Change:
    if isinstance(node, ast.AugAssign):
        target: Any = copy.deepcopy(node.target)
        yield ast.Assign([target], node.value, lineno=node.lineno)
        if isinstance(node.op, ast.Add | ast.Sub):
            yield _with(node, op=OTHER_OPERATOR[type(node.op)]())


OPERATORS: tuple[Callable[[ast.AST], Change], ...] = (
    another_operator,
    operands_swapped,
    operand_dropped,
    another_comparison,
    sign,
    axis,
    transpose,
    index,
    constant,
    another_function,
    statement_dropped,
    values_swapped,
    assignment,
)


def _with(node: ast.AST, **fields: Any) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _is_arithmetic(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp | ast.Call | ast.Attribute)


def _minus(node: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.USub(), node)
