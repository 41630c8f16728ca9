/** Functions of one variable, element by element. */
import { backend } from '../backend';
import { Tensor } from '../tensor';
import { where } from './arithmetic';
import { asFloat, asMethods, unary } from './define';
import { through } from './fused';

/** A function whose results are no integers: int32 input is read as float32. */
const floatUnary = (name: string, definition: Parameters<typeof unary>[1]): ((x: Tensor) => Tensor) => {
  const operation = unary(name, definition);
  return (x) => operation(asFloat(x));
};

const { unary: apply } = backend;

/** d/dx eˣ = eˣ, the output itself. */
export const exp = floatUnary('exp', {
  forward: (x) => apply('exp', x),
  backward: (gradient, _x, y) => gradient.mul(y),
});

/** d/dx ln x = 1/x. */
export const log = floatUnary('log', {
  forward: (x) => apply('log', x),
  backward: (gradient, x) => gradient.div(x),
});

/** d/dx √x = 1/(2√x); infinite at 0. */
export const sqrt = floatUnary('sqrt', {
  forward: (x) => apply('sqrt', x),
  backward: (gradient, _x, y) => gradient.div(y.mul(2)),
});

/** d/dx sin x = cos x. */
export const sin = floatUnary('sin', {
  forward: (x) => apply('sin', x),
  backward: (gradient, x) => gradient.mul(x.cos()),
});

/** d/dx cos x = −sin x. */
export const cos = floatUnary('cos', {
  forward: (x) => apply('cos', x),
  backward: (gradient, x) => gradient.mul(x.sin()).neg(),
});

/** d/dx tanh x = 1 − tanh² x; the output is saved, not the input. */
export const tanh = floatUnary('tanh', {
  forward: (x) => apply('tanh', x),
  backward: (gradient, _x, y) => through('tanh', gradient, y) ?? gradient.mul(y.square().neg().add(1)),
});

/** σ(x) = 1/(1 + e⁻ˣ); dσ/dx = σ(1 − σ). */
export const sigmoid = floatUnary('sigmoid', {
  forward: (x) => apply('sigmoid', x),
  backward: (gradient, _x, y) => through('sigmoid', gradient, y) ?? gradient.mul(y).mul(y.neg().add(1)),
});

/** erf(x) = 2/√π ∫₀ˣ e^(−t²) dt; d/dx erf(x) = 2/√π · e^(−x²). */
export const erf = floatUnary('erf', {
  forward: (x) => apply('erf', x),
  backward: (gradient, x) => gradient.mul(x.square().neg().exp()).mul(2 / Math.sqrt(Math.PI)),
});

/** max(x, 0). Its derivative is 1 above 0, and 0 at and below it; a NaN lets the gradient pass. */
export const relu = unary('relu', {
  forward: (x) => apply('relu', x),
  backward: (gradient, _x, y) => through('relu', gradient, y) ?? where(y.le(0), 0, gradient),
});

/** x above 0, slope·x at and below it (Maas et al. 2013). */
export const leakyRelu = (x: Tensor, slope = 0.01): Tensor =>
  unary('leakyRelu', {
    forward: (input) => input.detach().where(input.gt(0), input.detach().mul(slope)),
    backward: (gradient, input) => gradient.where(input.gt(0), gradient.mul(slope)),
  })(x);

/** x above 0, α(eˣ − 1) at and below it (Clevert et al. 2016); the derivative there is y + α. */
export const elu = (x: Tensor, alpha = 1): Tensor =>
  unary('elu', {
    forward: (input) => input.detach().where(input.gt(0), new Tensor(apply('expm1', input)).mul(alpha)),
    backward: (gradient, input, y) => gradient.where(input.gt(0), gradient.mul(y.add(alpha))),
  })(asFloat(x));

/** (1/β) ln(1 + e^(βx)), a smooth ReLU; its derivative is σ(βx). Where βx > threshold it is x itself, as in PyTorch. */
export function softplus(x: Tensor, beta = 1, threshold = 20): Tensor {
  const scaled = asFloat(x).mul(beta);
  return asFloat(x).where(scaled.gt(threshold), unitSoftplus(scaled).div(beta));
}

const unitSoftplus = unary('softplus', {
  forward: (x) => apply('softplus', x),
  backward: (gradient, x) => gradient.mul(x.sigmoid()),
});

/**
 * x·Φ(x), where Φ is the normal distribution function (Hendrycks & Gimpel 2016): x/2 · (1 + erf(x/√2)).
 * @param approximate 'tanh' for x/2 · (1 + tanh(√(2/π)(x + 0.044715 x³)))
 */
export function gelu(x: Tensor, approximate: 'none' | 'tanh' = 'none'): Tensor {
  const half = x.mul(0.5);
  if (approximate === 'none') return half.mul(x.mul(Math.SQRT1_2).erf().add(1));
  const inner = x.add(x.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
  return half.mul(inner.tanh().add(1));
}

declare module '../tensor' {
  interface Tensor {
    /** eˣ, its own derivative. Integers become float32, as in all functions here whose results are none. */
    exp(): Tensor;
    /** ln x, the natural logarithm; the derivative is 1/x. */
    log(): Tensor;
    /** √x; the derivative is 1/(2√x), infinite at 0. */
    sqrt(): Tensor;
    /** sin x; the derivative is cos x. */
    sin(): Tensor;
    /** cos x; the derivative is −sin x. */
    cos(): Tensor;
    /** tanh x; the derivative is 1 − tanh² x. */
    tanh(): Tensor;
    /** σ(x) = 1/(1 + e⁻ˣ); the derivative is σ(1 − σ). */
    sigmoid(): Tensor;
    /** The error function 2/√π ∫₀ˣ e^(−t²) dt; the derivative is 2/√π · e^(−x²). */
    erf(): Tensor;
    /** max(x, 0) (Nair & Hinton 2010). The derivative is 1 above 0, and 0 at and below it. */
    relu(): Tensor;
    /**
     * x above 0, slope·x at and below it (Maas et al. 2013).
     * @param slope below 0; 0.01 unless told otherwise
     */
    leakyRelu(slope?: number): Tensor;
    /**
     * x above 0, α(eˣ − 1) at and below it (Clevert et al. 2016).
     * @param alpha the limit towards −∞ is −alpha; 1 unless told otherwise
     */
    elu(alpha?: number): Tensor;
    /**
     * (1/β) ln(1 + e^(βx)), a smooth ReLU (Dugas et al. 2001); the derivative is σ(βx).
     * @param beta β, how sharp the bend is; 1 unless told otherwise
     * @param threshold where βx is above it the result is x itself; 20 unless told otherwise
     */
    softplus(beta?: number, threshold?: number): Tensor;
    /**
     * x·Φ(x), Φ being the normal distribution function (Hendrycks & Gimpel 2016).
     * @param approximate 'tanh' for x/2 · (1 + tanh(√(2/π)(x + 0.044715 x³))); exact unless told otherwise
     */
    gelu(approximate?: 'none' | 'tanh'): Tensor;
  }
}

asMethods({ exp, log, sqrt, sin, cos, tanh, sigmoid, erf, relu, leakyRelu, elu, softplus, gelu });
