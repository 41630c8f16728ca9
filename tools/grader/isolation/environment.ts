import { devNull } from 'node:os';

/** Nothing that belongs to the user. Windows cannot start a program without SystemRoot. */
export function environment(): NodeJS.ProcessEnv {
  const { SystemRoot } = process.env;
  return {
    NO_COLOR: '1',
    // The system's settings of OpenSSL are out of sight, and without them Node would not start.
    OPENSSL_CONF: devNull,
    // One file on one core: threads would only be more to limit.
    BACKPROP_THREADS: '1',
    ...(SystemRoot && { SystemRoot }),
  };
}
