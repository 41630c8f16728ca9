import type { HostOptions } from './messages';

export interface LaneSetting {
  /** Its number, from 0. */
  readonly lane: number;
  /** The name of the BroadcastChannel to listen to. */
  readonly channel: string;
  readonly options: Pick<HostOptions, 'tier'>;
}

declare module 'vitest' {
  interface ProvidedContext {
    lane: LaneSetting;
  }
}
