/** Functions of one variable over an array. Arrays have room for whole vectors: a part of the last may be waste. */
import { exp, sigmoid, tanh } from './math';

class Exp {
  of(x: v128): v128 {
    return exp(x);
  }
}
class Tanh {
  of(x: v128): v128 {
    return tanh(x);
  }
}
class Sigmoid {
  of(x: v128): v128 {
    return sigmoid(x);
  }
}
class Relu {
  of(x: v128): v128 {
    return f32x4.max(x, f32x4.splat(0));
  }
}
class Sqrt {
  of(x: v128): v128 {
    return f32x4.sqrt(x);
  }
}
class Neg {
  of(x: v128): v128 {
    return f32x4.neg(x);
  }
}
class Abs {
  of(x: v128): v128 {
    return f32x4.abs(x);
  }
}

/** F has no fields, so an object of it needs no memory. The compiler makes one loop for each F, and no call in it. */
function map<F>(x: usize, out: usize, count: usize): void {
  const f = changetype<F>(0);
  const end = x + (count << 2);
  for (; x < end; x += 16) {
    v128.store(out, f.of(v128.load(x)));
    out += 16;
  }
}

/** The number of each function is its place in `UNARY` of ../elementwise.ts. */
export function unary(op: i32, x: usize, out: usize, count: usize): void {
  switch (op) {
    case 0:
      map<Exp>(x, out, count);
      break;
    case 1:
      map<Tanh>(x, out, count);
      break;
    case 2:
      map<Sigmoid>(x, out, count);
      break;
    case 3:
      map<Relu>(x, out, count);
      break;
    case 4:
      map<Sqrt>(x, out, count);
      break;
    case 5:
      map<Neg>(x, out, count);
      break;
    case 6:
      map<Abs>(x, out, count);
      break;
  }
}
