/**
 * Arithmetic, comparisons and choices of arrays that broadcast. The result has `rows` rows of `columns` numbers.
 * An operand goes on by `line` floats from row to row (its columns, 1 or 0), and within a row by one number at a
 * time (step 1) or not at all (step 0). Rows are written in order: what the last vector of a row writes beyond its
 * end, the next row overwrites, and behind the last row there is room.
 */

class Add {
  of(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}
class Sub {
  of(a: v128, b: v128): v128 {
    return f32x4.sub(a, b);
  }
}
class Mul {
  of(a: v128, b: v128): v128 {
    return f32x4.mul(a, b);
  }
}
class Div {
  of(a: v128, b: v128): v128 {
    return f32x4.div(a, b);
  }
}
class Maximum {
  of(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
}
class Minimum {
  of(a: v128, b: v128): v128 {
    return f32x4.min(a, b);
  }
}
class Eq {
  of(a: v128, b: v128): v128 {
    return v128.and(f32x4.eq(a, b), i32x4.splat(1));
  }
}
class Ne {
  of(a: v128, b: v128): v128 {
    return v128.and(f32x4.ne(a, b), i32x4.splat(1));
  }
}
class Lt {
  of(a: v128, b: v128): v128 {
    return v128.and(f32x4.lt(a, b), i32x4.splat(1));
  }
}
class Le {
  of(a: v128, b: v128): v128 {
    return v128.and(f32x4.le(a, b), i32x4.splat(1));
  }
}
class Gt {
  of(a: v128, b: v128): v128 {
    return v128.and(f32x4.gt(a, b), i32x4.splat(1));
  }
}
class Ge {
  of(a: v128, b: v128): v128 {
    return v128.and(f32x4.ge(a, b), i32x4.splat(1));
  }
}

/** F has no fields, so an object of it needs no memory. The compiler makes one loop for each F, and no call in it. */
function zip<F>(
  a: usize,
  b: usize,
  out: usize,
  rows: usize,
  columns: usize,
  lineA: usize,
  stepA: bool,
  lineB: usize,
  stepB: bool,
): void {
  const f = changetype<F>(0);
  for (let row: usize = 0; row < rows; row++) {
    let nextA = a;
    let nextB = b;
    let x = v128.load32_splat(a);
    let y = v128.load32_splat(b);
    const end = out + (columns << 2);
    for (let to = out; to < end; to += 16) {
      if (stepA) {
        x = v128.load(nextA);
        nextA += 16;
      }
      if (stepB) {
        y = v128.load(nextB);
        nextB += 16;
      }
      v128.store(to, f.of(x, y));
    }
    a += lineA << 2;
    b += lineB << 2;
    out = end;
  }
}

/** The number of each operation is its place in `BINARY` of ../elementwise.ts. Comparisons give int32. */
export function binary(
  op: i32,
  a: usize,
  b: usize,
  out: usize,
  rows: usize,
  columns: usize,
  lineA: usize,
  stepA: bool,
  lineB: usize,
  stepB: bool,
): void {
  switch (op) {
    case 0:
      zip<Add>(a, b, out, rows, columns, lineA, stepA, lineB, stepB);
      break;
    case 1:
      zip<Sub>(a, b, out, rows, columns, lineA, stepA, lineB, stepB);
      break;
    case 2:
      zip<Mul>(a, b, out, rows, columns, lineA, stepA, lineB, stepB);
      break;
    case 3:
      zip<Div>(a, b, out, rows, columns, lineA, stepA, lineB, stepB);
      break;
    case 4:
      zip<Maximum>(a, b, out, rows, columns, lineA, stepA, lineB, stepB);
      break;
    case 5:
      zip<Minimum>(a, b, out, rows, columns, lineA, stepA, lineB, stepB);
      break;
    case 6:
      zip<Eq>(a, b, out, rows, columns, lineA, stepA, lineB, stepB);
      break;
    case 7:
      zip<Ne>(a, b, out, rows, columns, lineA, stepA, lineB, stepB);
      break;
    case 8:
      zip<Lt>(a, b, out, rows, columns, lineA, stepA, lineB, stepB);
      break;
    case 9:
      zip<Le>(a, b, out, rows, columns, lineA, stepA, lineB, stepB);
      break;
    case 10:
      zip<Gt>(a, b, out, rows, columns, lineA, stepA, lineB, stepB);
      break;
    case 11:
      zip<Ge>(a, b, out, rows, columns, lineA, stepA, lineB, stepB);
      break;
  }
}

/** a where the condition, int32, is not 0, else b. */
export function where(
  condition: usize,
  a: usize,
  b: usize,
  out: usize,
  rows: usize,
  columns: usize,
  lineC: usize,
  stepC: bool,
  lineA: usize,
  stepA: bool,
  lineB: usize,
  stepB: bool,
): void {
  for (let row: usize = 0; row < rows; row++) {
    let nextC = condition;
    let nextA = a;
    let nextB = b;
    let c = v128.load32_splat(condition);
    let x = v128.load32_splat(a);
    let y = v128.load32_splat(b);
    const end = out + (columns << 2);
    for (let to = out; to < end; to += 16) {
      if (stepC) {
        c = v128.load(nextC);
        nextC += 16;
      }
      if (stepA) {
        x = v128.load(nextA);
        nextA += 16;
      }
      if (stepB) {
        y = v128.load(nextB);
        nextB += 16;
      }
      v128.store(to, v128.bitselect(y, x, i32x4.eq(c, i32x4.splat(0))));
    }
    condition += lineC << 2;
    a += lineA << 2;
    b += lineB << 2;
    out = end;
  }
}
