// Brings source that is nested ten thousand times.

// NESTED
export {};
