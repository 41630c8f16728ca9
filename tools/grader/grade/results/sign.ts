// Ed25519 (RFC 8032): the same record and key give the same signature, byte for byte.

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { canonicalJson } from '../canonical-json';
import type { GradeRecord, Signature } from '../record';
import { type ResultsPaths, readOrMakeSecret, writeWhole } from './folder';

/** @param file the key's, in PEM; made when it is not there */
export function openKey(paths: ResultsPaths, file = paths.key): KeyObject {
  const hasBegun = existsSync(paths.publicKey);
  const otherKey = (): Error =>
    new Error(
      `grade: the records in ${paths.root} are signed with another key than ${file}; name it with --key.`,
    );
  if (hasBegun && !existsSync(file)) throw otherKey();
  const pem = readOrMakeSecret(file, () =>
    generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  );
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`grade: the key in ${file} is of the type ${key.asymmetricKeyType}, expected ed25519`);
  const publicPem = createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString();
  if (hasBegun && readFileSync(paths.publicKey, 'utf8') !== publicPem) throw otherKey();
  writeWhole(paths.publicKey, publicPem);
  return key;
}

export function signatureOf(record: GradeRecord, key: KeyObject): Signature {
  return {
    algorithm: 'Ed25519',
    publicKey: rawPublicKey(createPublicKey(key)),
    value: sign(null, Buffer.from(canonicalJson(record)), key).toString('base64'),
  };
}

/** @param key the one that is trusted; the record's own proves only that it is whole */
export function isSigned(record: GradeRecord, { value }: Signature, key: KeyObject): boolean {
  return verify(null, Buffer.from(canonicalJson(record)), key, Buffer.from(value, 'base64'));
}

export function rawPublicKey(key: KeyObject): string {
  const { x } = key.export({ format: 'jwk' });
  return Buffer.from(x as string, 'base64url').toString('base64');
}
