// Jupyter's messages as they travel: frames with a signature. https://jupyter-client.readthedocs.io/en/stable/messaging.html

import { createHmac, timingSafeEqual } from 'node:crypto';

export const PROTOCOL_VERSION = '5.4';

export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

export interface Message {
  /** Who asked: the answer goes there. */
  identities: Uint8Array[];
  header: Header;
  parent_header: Header | Record<string, never>;
  metadata: Record<string, unknown>;
  content: Record<string, unknown>;
  buffers: Uint8Array[];
}

/** A message that no client of this kernel has sent. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

const DELIMITER = Buffer.from('<IDS|MSG>');

export class Wire {
  /** @param scheme such as 'hmac-sha256'; an empty key means that messages are not signed */
  constructor(
    private readonly key: string,
    private readonly scheme = 'hmac-sha256',
  ) {}

  encode({ identities, header, parent_header, metadata, content, buffers }: Message): Uint8Array[] {
    const parts = [header, parent_header, metadata, content].map((part) => Buffer.from(JSON.stringify(part)));
    return [...identities, DELIMITER, Buffer.from(this.sign(parts)), ...parts, ...buffers];
  }

  decode(frames: Uint8Array[]): Message {
    const at = frames.findIndex((frame) => DELIMITER.equals(frame));
    if (at < 0) throw new WireError(`no ${DELIMITER} among its ${frames.length} frames`);
    const [signature, ...rest] = frames.slice(at + 1);
    const parts = rest.slice(0, 4);
    if (!signature || parts.length < 4) throw new WireError('fewer than five frames behind its delimiter');
    if (!sameBytes(signature, Buffer.from(this.sign(parts)))) throw new WireError('its signature is wrong');
    const [header, parent_header, metadata, content] = parts.map(jsonObject);
    if (!isHeader(header)) throw new WireError('its header lacks msg_id, msg_type or session');
    return {
      identities: frames.slice(0, at),
      header,
      parent_header: parent_header as Message['parent_header'],
      metadata: metadata as Record<string, unknown>,
      content: content as Record<string, unknown>,
      buffers: rest.slice(4),
    };
  }

  private sign(parts: Uint8Array[]): string {
    if (this.key === '') return '';
    const hmac = createHmac(this.scheme.replace(/^hmac-/, ''), this.key);
    for (const part of parts) hmac.update(part);
    return hmac.digest('hex');
  }
}

/** In a time that tells nothing about where they differ. */
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function jsonObject(frame: Uint8Array): object {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(frame).toString('utf8'));
  } catch {
    throw new WireError('a part of it is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new WireError('a part of it is no JSON object');
  }
  return value;
}

function isHeader(header: object | undefined): header is Header {
  const { msg_id, msg_type, session } = (header ?? {}) as Partial<Header>;
  return [msg_id, msg_type, session].every((text) => typeof text === 'string');
}
