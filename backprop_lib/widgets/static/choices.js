// What can be chosen: the one list, which Python reads too; it must stay JSON.
export const CHOICES = {
  "version": 1,
  "data": {
    "classification": ["circle", "xor", "gauss", "spiral", "moons"],
    "regression": ["plane", "multi_gauss"]
  },
  "features": ["x1", "x2", "x1^2", "x2^2", "x1 x2", "sin x1", "sin x2"],
  "layers": 6,
  "units": 8,
  "points": 200,
  "activation": ["tanh", "relu", "sigmoid", "linear", "leaky_relu", "softplus"],
  "regularisation": ["none", "L1", "L2"],
  "optimizer": ["plain", "momentum", "adam"],
  "init": ["xavier", "he", "gaussian", "zeros"],
  "learning_rate": [0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
  "regularisation_rate": [0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1],
  "samples": [20, 50, 100, 200, 500],
  "batch_size": [1, 5, 10, 20, 50, 100, 0],
  "steps_per_frame": [1, 5, 25, 100],
  "ranges": {
    "seed": [0, 999999999],
    "samples": [10, 1000],
    "noise": [0, 50],
    "train_share": [10, 90],
    "batch_size": [0, 1000],
    "learning_rate": [0.000001, 100],
    "regularisation_rate": [0, 10],
    "steps_per_frame": [1, 200]
  },
  "start": {
    "seed": 1,
    "data": "circle",
    "samples": 200,
    "noise": 10,
    "train_share": 50,
    "batch_size": 10,
    "features": ["x1", "x2"],
    "hidden": [4, 2],
    "activation": "tanh",
    "init": "xavier",
    "optimizer": "plain",
    "learning_rate": 0.1,
    "regularisation": "none",
    "regularisation_rate": 0,
    "steps_per_frame": 5,
    "show_test": false,
    "discretise": false,
    "points": []
  }
};
