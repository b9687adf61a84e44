"""The nets in the spellings of others: HIPS autograd, PyTorch eager, JAX compiled.

Each is written as its own users would, and returns fresh gradients, so that none has to clear any.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.problems import Problem, Run


def with_autograd(problem: Problem) -> Run:
    """HIPS autograd. Raises ImportError when it is not installed."""
    import autograd.numpy as anp
    from autograd import grad, make_vjp

    params = problem.params
    if problem.kind == "affine":

        def affine(params: Any) -> Any:
            X, W, b = params
            return anp.dot(X, W) + b

        return lambda: make_vjp(affine)(params)[0](problem.T)
    gradient = grad(_loss(problem, anp, lambda a: 1 / (1 + anp.exp(-a))))
    return lambda: gradient(params)


def with_jax(problem: Problem) -> Run:
    """JAX, compiled before the clock starts. Raises ImportError when it is not installed."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    params = tuple(jnp.asarray(param) for param in problem.params)
    if problem.kind == "affine":
        dA = jnp.asarray(problem.T)
        pull = jax.jit(lambda p, d: jax.vjp(lambda q: q[0] @ q[1] + q[2], p)[1](d)[0])
        return lambda: jax.block_until_ready(pull(params, dA))
    # The loss comes along, as it does in every other row.
    gradient = jax.jit(jax.value_and_grad(_loss(problem, jnp, jax.nn.sigmoid)))
    return lambda: jax.block_until_ready(gradient(params))[1]


def with_torch(problem: Problem) -> Run:
    """PyTorch, eager, on as many threads as numpy. Raises ImportError when it is not installed."""
    import os

    import torch
    from torch.nn import functional

    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    params = [torch.tensor(param, requires_grad=True) for param in problem.params]
    X, T = torch.tensor(problem.X), torch.tensor(problem.T)

    def sigmoid_net() -> Any:
        W1, W2 = params
        return ((torch.sigmoid(X @ W1) @ W2 - T) ** 2).sum()

    def three_layers() -> Any:
        W1, b1, W2, b2, W3, b3 = params
        Z1 = torch.relu(torch.addmm(b1, X, W1))
        Z2 = torch.relu(torch.addmm(b2, Z1, W2))
        A3 = torch.addmm(b3, Z2, W3)
        if problem.kind == "softmax":
            return functional.cross_entropy(A3, T)
        return functional.binary_cross_entropy_with_logits(A3, T)

    if problem.kind == "affine":
        return lambda: torch.autograd.grad(torch.addmm(params[2], *params[:2]), params, T)
    net = sigmoid_net if problem.kind == "sigmoid" else three_layers
    return lambda: torch.autograd.grad(net(), params)


def _loss(problem: Problem, np_: Any, sigmoid: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The loss in the numpy of autograd or JAX."""
    X, T = problem.X, problem.T

    def sigmoid_net(params: Any) -> Any:
        W1, W2 = params
        D = np_.dot(sigmoid(np_.dot(X, W1)), W2) - T
        return np_.sum(D * D)

    def three_layers(params: Any) -> Any:
        W1, b1, W2, b2, W3, b3 = params
        Z1 = np_.maximum(np_.dot(X, W1) + b1, 0)
        Z2 = np_.maximum(np_.dot(Z1, W2) + b2, 0)
        A = np_.dot(Z2, W3) + b3
        if problem.kind == "softmax":
            S = A - np_.max(A, axis=1, keepdims=True)
            return np_.mean(np_.log(np_.sum(np_.exp(S), axis=1)) - np_.sum(T * S, axis=1))
        return np_.mean(np_.logaddexp(0, A) - A * T)

    return sigmoid_net if problem.kind == "sigmoid" else three_layers


def as_arrays(gradients: Any) -> list[np.ndarray[Any, Any]]:
    """The gradients of any row as numpy's arrays."""
    return [np.asarray(gradient) for gradient in gradients]
