"""Right units that stand in for the student's own, which `affine` may be made of, as source."""

RIGHT_UNITS = {
    "matmul": """
def matmul(X, W):
    return X @ W, lambda dY: (dY @ W.T, X.T @ dY)
""",
    "add_bias": """
def add_bias(A, b):
    return A + b, lambda dS: (dS.copy(), dS.sum(axis=0))
""",
    "transpose": """
def transpose(A):
    return A.T.copy(), lambda dB: dB.T.copy()
""",
}
