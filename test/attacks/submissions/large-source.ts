// Brings ten megabytes of source.

// FILLER
export {};
