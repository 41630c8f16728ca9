// Goes on computing in timers after it has answered.

setInterval(() => {
  for (let i = 0; i < 1e9; i++);
}, 1);

export {};
