"""The exercises of lesson 11: Taylor, long valleys, Newton, and the Hessian without the Hessian.

Sources: Avrithis, Deep learning for vision, lecture 6 (2018), "gradient descent", "problems",
"automatic differentiation", "aside: higher-order derivatives" and "aside: multiplication by
Hessian"; Pearlmutter, Fast exact multiplication by the Hessian (1994).
"""

from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.lesson import Lesson
from backprop_lib.exercises.second_order import (
    cases,
    net_mistakes,
    product_cases,
    product_mistakes,
    reference,
    step_mistakes,
    taylor_mistakes,
    valley_mistakes,
)
from backprop_lib.exercises.second_order.kinds import OfAMatrix, TaylorExercise
from backprop_lib.exercises.second_order.quizzes import quiz_modes, quiz_saddle, quiz_steps

__all__ = [
    "LESSON",
    "best_rate",
    "condition_number",
    "descend",
    "doctor",
    "hvp",
    "jvp",
    "newton_step",
    "progress",
    "quiz_modes",
    "quiz_saddle",
    "quiz_steps",
    "taylor",
    "two_layer_hvp",
]

taylor = TaylorExercise(
    reference.taylor,
    points=2,
    draw=cases.draw_taylor,
    measure=cases.measure_taylor,
    mistakes=taylor_mistakes.TAYLOR,
    hints=(
        "Take value, g and H at x0 first. Then define a function of x inside of taylor, and "
        "return it, without calling it: `return approximation`.",
        "Inside: step = x - x0, and result = value. For order >= 1 add step @ g.",
        "For order 2 add step @ H @ step / 2, which is one number.",
    ),
    prose="Value, gradient and Hessian are taken once, at x0. The inner function knows nothing of "
    "f beyond these; each order adds one term to those before it.",
)

condition_number = OfAMatrix(
    reference.condition_number,
    points=1,
    draw=cases.draw_condition_number,
    measure=cases.measure_condition_number,
    mistakes=valley_mistakes.CONDITION_NUMBER,
    hints=(
        "np.linalg.eigvalsh(H) gives the d eigenvalues of a symmetric matrix.",
        "np.abs makes sizes of them; then the largest divided by the smallest.",
    ),
    prose="The eigenvalues are the curvatures along the axes of the valley. Their sizes count, so "
    "the absolute value comes before the largest and the smallest are looked for.",
)

descend = FunctionExercise(
    reference.descend,
    points=1,
    draw=cases.draw_descend,
    measure=cases.measure_path,
    mistakes=step_mistakes.DESCEND,
    may_return_input=True,
    hints=(
        "Begin with path = [x]. In each step make a new x, x - lr * grad(x), and append it.",
        "np.array(path) makes one array of it, (steps + 1, d).",
    ),
    prose="A new array in each step: x -= ... would move the one array that all entries of the "
    "list are.",
)

best_rate = OfAMatrix(
    reference.best_rate,
    points=2,
    draw=cases.draw_best_rate,
    measure=cases.measure_rate,
    mistakes=valley_mistakes.BEST_RATE,
    hints=(
        "np.linalg.eigvalsh(H) once more. Only the smallest and the largest eigenvalue count.",
        "lr where both lines of the picture cross: 1 - lr * small = lr * large - 1. Solve for lr.",
        "Put that lr into 1 - lr * small, and divide above and below by small: with kappa = "
        "large/small it is (kappa - 1)/(kappa + 1).",
    ),
    prose="With lr = 2/(small + large) the flattest and the steepest direction shrink equally fast "
    "(the steepest one changes sides each time), and all others faster. The factor depends on the "
    "condition number alone.",
)

newton_step = FunctionExercise(
    reference.newton_step,
    points=1,
    draw=cases.draw_newton_step,
    measure=cases.measure_point,
    mistakes=step_mistakes.NEWTON_STEP,
    hints=(
        "Where g + H s = 0, the gradient of the quadratic vanishes. Solve for the step s.",
        "np.linalg.solve(H, g) is H^-1 g, without forming the inverse. Subtract it from x.",
    ),
    prose="One linear system: H s = -g. solve is faster and more exact than the inverse.",
)

hvp = FunctionExercise(
    reference.hvp,
    points=2,
    draw=product_cases.draw_hvp,
    measure=product_cases.measure_product,
    mistakes=product_mistakes.HVP,
    hints=(
        "loss_and_grad(x + r * v)[1] is the gradient a little further along v. Take another one at "
        "x - r * v, subtract, and divide by how far apart they are.",
        "r * v should be about 1e-5 long, whatever v is: r = 1e-5 / np.linalg.norm(v).",
        "Where the length of v is 0 there is nothing to divide by, and the answer is zeros with "
        "the shape of x.",
    ),
    prose="Two gradients, whatever the number of weights. The length of the step is 1e-5 for every "
    "v, so that the result is as exact for long and for short ones.",
)

jvp = FunctionExercise(
    reference.jvp,
    points=2,
    draw=product_cases.draw_jvp,
    measure=product_cases.measure_jvp,
    mistakes=product_mistakes.JVP,
    hints=(
        "value, back = unit(*args). The tangent has the shape of the value: np.zeros("
        "np.shape(value)).",
        "For k in np.ndindex(tangent.shape): make fresh zeros e of that shape, e[k] = 1, and call "
        "back(e). What comes back is row k of the Jacobian, an array for each argument.",
        "tangent[k] is the sum over the arguments of np.sum(G * t), for G, t in zip(gradients, "
        "tangents).",
        "One gradient alone is a bare array: `if not isinstance(gradients, tuple): gradients = "
        "(gradients,)`.",
    ),
    prose="back(e) with a single 1 is a row of the Jacobian; times the tangents it is one entry of "
    "J t. Exact, since back is; and as many backward passes as the value has entries.",
)

two_layer_hvp = FunctionExercise(
    reference.two_layer_hvp,
    points=3,
    draw=product_cases.draw_two_layer_hvp,
    measure=product_cases.measure_net_product,
    mistakes=net_mistakes.TWO_LAYER_HVP,
    hints=(
        "Forward: tA = X @ V1, since X does not move. tZ is tA times the slope of the sigmoid, "
        "Z * (1 - Z). Y = Z @ W2 is a product of two things that move, so tY has two terms.",
        "Backward: tdY = 2 * tY. dW2 = Z.T @ dY and dZ = dY @ W2.T are products again: two terms "
        "each. In dW1 = X.T @ dA only dA moves.",
        "dA = dZ * Z * (1 - Z). Its first term is tdZ * Z * (1 - Z); in the second dZ stays, and "
        "Z * (1 - Z) moves: (1 - 2 * Z) * tZ.",
        "tdW2 = tZ.T @ dY + Z.T @ tdY and tdZ = tdY @ W2.T + dY @ V2.T.",
    ),
    prose="Every line of both passes gets its tangent, by the product rule; W1 and W2 have V1 and "
    "V2 as theirs, X and T do not move. Exact, for about the price of one more gradient.",
)

LESSON = Lesson(
    name="11_second_order",
    title="Second order: how the slope itself changes",
    given=("data", "plot", "demo"),
    exercises=(
        taylor,
        condition_number,
        descend,
        best_rate,
        quiz_steps,
        newton_step,
        quiz_saddle,
        hvp,
        jvp,
        quiz_modes,
        two_layer_hvp,
    ),
)
progress = LESSON.progress
doctor = LESSON.doctor
