"""Known mistakes of lesson 09 in the class Tensor, and what to say to who made one."""

from backprop_lib.exercises.automatic_differentiation.tensor_cases import RECURSION, TOO_MANY
from backprop_lib.exercises.automatic_differentiation.wrong_tensors import (
    AddsToTheLast,
    AllButInputs,
    AllStarted,
    AsSoonAsFound,
    FirstComeFirstServed,
    InputsAlone,
    InTheOrderOfTheForward,
    LocalForgotten,
    NothingMarked,
    NotStarted,
    OncePerOperation,
    OneOnlyWhereZero,
    Overwritten,
    PathByPath,
    ProductOfOne,
    Recursive,
    ReluByItsInput,
    ReluByItsValue,
    ReluInPlace,
    ReluLetsThrough,
    ReluOfNothing,
    ReluTurnsRound,
    SumLikeProduct,
    SumOfOwn,
    UpstreamForgotten,
    WithEveryPart,
)
from backprop_lib.exercises.findings import Mistake

VALUES = (
    Mistake(
        "relu does nothing",
        ReluOfNothing,
        "relu lets negative numbers through: its value is max(0, value).",
    ),
    Mistake(
        "relu is abs",
        ReluTurnsRound,
        "relu turns negative numbers into positive ones: below 0 its value is 0.",
    ),
)

GRADIENTS = (
    Mistake(
        "own value",
        ProductOfOne,
        "In a product each factor gets its own value as local derivative: it is the value of the "
        "other factor.",
    ),
    Mistake(
        "sum like a product",
        SumLikeProduct,
        "In a sum each operand gets the value of the other as local derivative, as in a product: "
        "it is 1 for both.",
    ),
    Mistake(
        "own value in a sum",
        SumOfOwn,
        "In a sum each operand gets its own value as local derivative: it is 1 for both.",
    ),
    Mistake(
        "relu's input for its slope",
        ReluByItsInput,
        "The local derivative of relu is its input here: it is 1 where that is above 0, else 0.",
    ),
    Mistake(
        "relu's value for its slope",
        ReluByItsValue,
        "The local derivative of relu is its value here: it is 1 where the input is above 0, "
        "however far.",
    ),
    Mistake(
        "relu is always on",
        ReluLetsThrough,
        "relu passes every gradient: where its input is negative, the local derivative is 0.",
    ),
    Mistake(
        "no upstream gradient",
        UpstreamForgotten,
        "What is handed back is the local derivative alone: multiply it by the grad of the Tensor "
        "that it comes from.",
    ),
    Mistake(
        "no local derivative",
        LocalForgotten,
        "What is handed back is the upstream gradient as it is: multiply it by the local "
        "derivative.",
    ),
    Mistake(
        "never started",
        NotStarted,
        "All gradients are 0, that of the result itself included: begin with self.grad = 1.0, the "
        "gradient of the result with respect to itself.",
    ),
    Mistake(
        "all started at 1",
        AllStarted,
        "Every grad starts at 1. Only that of the result itself does; all others start at 0, and "
        "what is handed back is added.",
    ),
    Mistake(
        "from the inputs to the result",
        InTheOrderOfTheForward,
        "Only what the result was computed from directly gets its gradient, and nothing arrives "
        "further down: go through all the sorted Tensors, in reverse, from the result on.",
    ),
)

# After those on gradients: those that it makes wrong are a relu's that is always on.
IN_PLACE = (
    Mistake(
        "relu in place",
        ReluInPlace,
        "relu changes the Tensor itself, so that its old value is gone for all who use it: leave "
        "it as it is, and return a new Tensor.",
    ),
)

BRANCHES = (
    Mistake(
        "overwritten",
        Overwritten,
        "Where a Tensor is used twice, the second gradient replaces the first: add them, with +=.",
    ),
    Mistake(
        "one gradient per Tensor",
        OncePerOperation,
        "When both operands are the same Tensor, as in a + a, only one of the two gradients "
        "arrives: keep the inputs as pairs in a tuple or list, not in a dict or set.",
    ),
    Mistake(
        "in the order of the levels",
        FirstComeFirstServed,
        "The Tensors are taken level by level from the result, so that one which is used early and "
        "late hands its gradient on before all of it has come: append each to the order only after "
        "its inputs.",
    ),
    Mistake(
        "before all has come",
        AsSoonAsFound,
        "Each Tensor hands its gradient on as soon as it is found, while other parts of it are "
        "still to come: append it to the order only after all of its inputs.",
    ),
    Mistake(
        "all of it with every part",
        WithEveryPart,
        "Whenever one more part arrives at a Tensor, it hands on all that it holds, so that the "
        "parts before are handed on again: sort first, and let each have one turn.",
    ),
    Mistake(
        "visited again and again",
        NothingMarked,
        "A Tensor that is used twice is in the order twice, and hands its gradient on twice: keep "
        "a set of those that were found.",
    ),
)

AGAIN = (
    Mistake(
        "added to the last time",
        AddsToTheLast,
        "A second backward adds to what the first has left: set the grad of every Tensor in the "
        "order to 0 before you begin.",
    ),
    Mistake(
        "1 only where there is 0",
        OneOnlyWhereZero,
        "A second backward starts from what the first has left: set every grad in the order to 0, "
        "then that of the result to 1, whatever they were.",
    ),
    Mistake(
        "only the inputs set to 0",
        InputsAlone,
        "A second backward finds the old gradients in the Tensors between: set all in the order to "
        "0, not just those without inputs.",
    ),
    Mistake(
        "only the results set to 0",
        AllButInputs,
        "A second backward adds to the old gradients of the Tensors without inputs: set all in the "
        "order to 0.",
    ),
)

DEEP = (
    Mistake("recursive", Recursive, RECURSION),
    Mistake("every path", PathByPath, TOO_MANY),
)

# DEEP first: what marks nothing as visited also takes too many steps.
TENSOR = (*DEEP, *VALUES, *GRADIENTS, *BRANCHES, *AGAIN, *IN_PLACE)
