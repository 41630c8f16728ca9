// JavaScript's own functions as they are before the learner's file is loaded. The file may replace any of them, by
// accident or to look into what passes through. What the shim does with secrets, and what it says of the arguments of a
// call, must not depend on that: hence no methods, no iterators and no assignments to places that are not there yet.

export const { apply, construct } = Reflect;

/** A method as a function of its object, whatever becomes of the prototype that it came from. */
const detached =
  <This, Args extends unknown[], Result>(method: (this: This, ...args: Args) => Result) =>
  (self: This, ...args: Args): Result =>
    apply(method, self, args);

export const { parse, stringify } = JSON;
export const { isArray } = Array;
export const { isView } = ArrayBuffer;
export const { is, keys, hasOwn, getPrototypeOf, setPrototypeOf } = Object;
export const { isFinite: isFiniteNumber } = Number;
export const toText = String;
export const toNumber = Number;
export const toBigInt = BigInt;
export const charCodeAt = detached(String.prototype.charCodeAt);
export const indexOf = detached(String.prototype.indexOf);
export const slice = detached(String.prototype.slice);
export const ORDINARY = Object.prototype;
export const Bytes = Uint8Array;

const { defineProperty } = Object;

/** Defines a property such as __proto__ or 0 like any other, and asks no setter. */
export function define(object: object, key: PropertyKey, value: unknown): void {
  // Without a prototype: a descriptor looks for `get` there, too.
  const plain = { __proto__: null, configurable: true, enumerable: true, writable: true, value };
  defineProperty(object, key, plain);
}

const TypedArray: object = Object.getPrototypeOf(Uint8Array.prototype);

/** What a typed array says of itself. */
const fact = <T>(key: PropertyKey): ((self: unknown) => T) =>
  detached(Object.getOwnPropertyDescriptor(TypedArray, key)?.get as () => T);

export const bufferOf = fact<ArrayBuffer>('buffer');
export const byteOffsetOf = fact<number>('byteOffset');
export const byteLengthOf = fact<number>('byteLength');
/** The name of its class; undefined of anything else. */
export const classOf = fact<string | undefined>(Symbol.toStringTag);

/** What Buffer's toString and write are made of: not in Node's types. */
interface Native {
  base64Slice(this: Uint8Array, start: number, end: number): string;
  latin1Slice(this: Uint8Array, start: number, end: number): string;
  base64Write(this: Uint8Array, text: string, start: number, length: number): number;
}
const native = Buffer.prototype as unknown as Native;
export const base64Of = detached(native.base64Slice);
export const latin1Of = detached(native.latin1Slice);
export const writeBase64 = detached(native.base64Write);
