// The features that a net may be given of a point.

// As people write it.
export function featureLabel(name) {
  return name.replace("^2", "²");
}

export function featureValue(name, x1, x2) {
  switch (name) {
    case "x1": return x1;
    case "x2": return x2;
    case "x1^2": return x1 * x1;
    case "x2^2": return x2 * x2;
    case "x1 x2": return x1 * x2;
    case "sin x1": return Math.sin(x1);
    case "sin x2": return Math.sin(x2);
    default: throw new Error(`there is no feature ${name}`);
  }
}
