// Ends the process while it is loaded, with the code of success.

process.exit(0);

export {};
