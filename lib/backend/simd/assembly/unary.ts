/** Functions of one variable over an array. Arrays have room for whole vectors: a part of the last may be waste. */
import { erf, exp, log, sigmoid, tanh } from './math';

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
class Log {
  of(x: v128): v128 {
    return log(x);
  }
}
class Erf {
  of(x: v128): v128 {
    return erf(x);
  }
}
class Sign {
  /** 0, −0 and NaN stay what they are. */
  of(x: v128): v128 {
    const one = v128.bitselect(x, f32x4.splat(1), i32x4.splat(1 << 31));
    return v128.bitselect(one, x, f32x4.gt(f32x4.abs(x), f32x4.splat(0)));
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
    case 7:
      map<Log>(x, out, count);
      break;
    case 8:
      map<Erf>(x, out, count);
      break;
    case 9:
      map<Sign>(x, out, count);
      break;
  }
}
