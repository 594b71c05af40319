/** A running event source mapping. */
export type Poller = {
  readonly id: string;
  readonly isBusy: () => boolean;
  /** Ends when what was there at the call has been handed over. */
  readonly drain: () => Promise<void>;
  /** Takes nothing more and ends when what is under way has ended. */
  readonly stop: () => Promise<void>;
};
