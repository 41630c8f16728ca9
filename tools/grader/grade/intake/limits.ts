// How much of a submission is read. What is larger was not made by a learner who solves exercises.

const MB = 2 ** 20;

/** Of one exercise's file. */
export const MAX_FILE_BYTES = MB;
/** Of one notebook, whose outputs may hold pictures. */
export const MAX_NOTEBOOK_BYTES = 32 * MB;
/** Of all that is read of one submission. */
export const MAX_SUBMISSION_BYTES = 64 * MB;
/** Of the file of an archive. */
export const MAX_ARCHIVE_BYTES = 256 * MB;
/** Of what an archive claims to hold, or a compressed tar turns into. */
export const MAX_UNPACKED_BYTES = 512 * MB;
/** How many times larger an archive may be unpacked, once that is more than UNSUSPICIOUS_BYTES. */
export const MAX_RATIO = 100;
export const UNSUSPICIOUS_BYTES = 32 * MB;
/** Files and folders of one submission. */
export const MAX_ENTRIES = 20_000;
/** Folders inside folders. */
export const MAX_FOLDERS = 32;
export const MAX_PATH = 1_000;
export const MAX_FINDINGS = 50;

export const inMegabytes = (bytes: number): string => `${Math.ceil(bytes / MB)} MB`;
