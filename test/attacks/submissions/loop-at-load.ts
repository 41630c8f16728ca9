// Never finishes loading.

for (;;);

export {};
