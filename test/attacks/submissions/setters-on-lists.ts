// Puts setters where lists have their items.

for (let i = 0; i < 8; i++)
  Object.defineProperty(Array.prototype, i, {
    configurable: true,
    get: () => 6,
    set() {},
  });

export {};
