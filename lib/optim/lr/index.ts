/** Learning-rate schedules, as in torch.optim.lr_scheduler. @module */
export * from './decay';
export * from './one-cycle';
export * from './plateau';
export { type Formula, LRScheduler, type Scheduled, type ScheduleState, type Setting } from './schedule';
export * from './sequential';
export * from './warmup';
