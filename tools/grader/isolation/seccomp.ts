// A filter for system calls, as a program for the kernel's packet filter (seccomp(2), struct sock_filter). A process that
// runs one learner's file needs no network, no other process, no signal and no change of any file, so all calls that
// lead there fail with EPERM, as if there were no permission.

/** The numbers on x86_64 and on aarch64 (0: has no such call), from the kernel's tables. */
const DENIED: Readonly<Record<string, readonly [x64: number, arm64: number]>> = {
  // Network, and sockets between processes.
  socket: [41, 198],
  socketpair: [53, 199],
  connect: [42, 203],
  bind: [49, 200],
  listen: [50, 201],
  accept: [43, 202],
  accept4: [288, 242],
  // Other processes: to make, to signal, to look into, to slow down.
  fork: [57, 0],
  vfork: [58, 0],
  kill: [62, 129],
  tkill: [200, 130],
  tgkill: [234, 131],
  rt_sigqueueinfo: [129, 138],
  rt_tgsigqueueinfo: [297, 240],
  pidfd_send_signal: [424, 424],
  pidfd_open: [434, 434],
  pidfd_getfd: [438, 438],
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  process_madvise: [440, 440],
  setsid: [112, 157],
  setpgid: [109, 154],
  setpriority: [141, 140],
  sched_setparam: [142, 118],
  sched_setscheduler: [144, 119],
  sched_setaffinity: [203, 122],
  sched_setattr: [314, 274],
  ioprio_set: [251, 30],
  // Memory and queues that outlive a process.
  shmget: [29, 194],
  shmat: [30, 196],
  shmctl: [31, 195],
  semget: [64, 190],
  semop: [65, 193],
  semctl: [66, 191],
  msgget: [68, 186],
  msgsnd: [69, 189],
  msgrcv: [70, 188],
  msgctl: [71, 187],
  mq_open: [240, 180],
  mq_unlink: [241, 181],
  memfd_create: [319, 279],
  // What a file is called, whose it is and who may read it: rights that Landlock does not know.
  chmod: [90, 0],
  fchmod: [91, 52],
  fchmodat: [268, 53],
  fchmodat2: [452, 452],
  chown: [92, 0],
  lchown: [94, 0],
  fchown: [93, 55],
  fchownat: [260, 54],
  utime: [132, 0],
  utimes: [235, 0],
  futimesat: [261, 0],
  utimensat: [280, 88],
  truncate: [76, 45],
  setxattr: [188, 5],
  lsetxattr: [189, 6],
  fsetxattr: [190, 7],
  removexattr: [197, 14],
  lremovexattr: [198, 15],
  fremovexattr: [199, 16],
  inotify_init: [253, 0],
  inotify_init1: [294, 26],
  fanotify_init: [300, 262],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  // Namespaces and file systems.
  unshare: [272, 97],
  setns: [308, 268],
  chroot: [161, 51],
  pivot_root: [155, 41],
  mount: [165, 40],
  umount2: [166, 39],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  // Parts of the kernel that are large and of no use here.
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  keyctl: [250, 219],
  add_key: [248, 217],
  request_key: [249, 218],
  personality: [135, 92],
  syslog: [103, 116],
  acct: [163, 89],
  quotactl: [179, 60],
  swapon: [167, 224],
  swapoff: [168, 225],
  reboot: [169, 142],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  adjtimex: [159, 171],
  clock_adjtime: [305, 266],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  iopl: [172, 0],
  ioperm: [173, 0],
  modify_ldt: [154, 0],
};

const MACHINES = {
  x64: { column: 0, audit: 0xc000003e, clone: 56, prlimit: 302 },
  arm64: { column: 1, audit: 0xc00000b7, clone: 220, prlimit: 261 },
} as const;
/** With a new structure in memory for its flags, which a filter cannot read. */
const CLONE3 = 435;
const CLONE_THREAD = 0x1_0000;
/** From here on x86_64 counts the calls of another calling convention. */
const X32 = 0x4000_0000;

/** Places in struct seccomp_data. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const FIRST_ARGUMENT = 16;

/** Instructions of the filter. */
const LOAD = 0x20;
const IF_EQUAL = 0x15;
const IF_AT_LEAST = 0x35;
const IF_BITS = 0x45;
const RETURN = 0x06;

const ALLOW = 0x7fff_0000;
const EPERM = 0x0005_0001;
/** The C library then uses the old call. */
const ENOSYS = 0x0005_0026;
const KILL = 0x8000_0000;

export const hasSeccomp = (): boolean => process.platform === 'linux' && process.arch in MACHINES;

/**
 * The filter for this machine, in its own byte order (little-endian on both).
 * @throws on a machine whose numbers are not known
 */
export function seccompFilter(arch: string = process.arch): Buffer {
  if (arch !== 'x64' && arch !== 'arm64')
    throw new Error(`seccomp: the numbers of system calls on ${arch} are not known (x64 and arm64 are)`);
  const { column, audit, clone, prlimit } = MACHINES[arch];
  const program: number[][] = [];
  const add = (code: number, k: number, ifTrue = 0, ifFalse = 0): void => {
    program.push([code, ifTrue, ifFalse, k]);
  };
  /** Leaves the instruction after the next one to those for whom it is not true. */
  const when = (code: number, k: number, verdict: number): void => {
    add(code, k, 0, 1);
    add(RETURN, verdict);
  };

  add(LOAD, ARCHITECTURE);
  add(IF_EQUAL, audit, 1, 0);
  add(RETURN, KILL);
  add(LOAD, NUMBER);
  if (arch === 'x64') when(IF_AT_LEAST, X32, EPERM);
  for (const numbers of Object.values(DENIED))
    if (numbers[column] > 0) when(IF_EQUAL, numbers[column], EPERM);
  when(IF_EQUAL, CLONE3, ENOSYS);
  // A thread of this process, and nothing else.
  add(IF_EQUAL, clone, 0, 4);
  add(LOAD, FIRST_ARGUMENT);
  add(IF_BITS, CLONE_THREAD, 1, 0);
  add(RETURN, EPERM);
  add(RETURN, ALLOW);
  // The limits of this process, and of no other.
  add(IF_EQUAL, prlimit, 0, 3);
  add(LOAD, FIRST_ARGUMENT);
  add(IF_EQUAL, 0, 1, 0);
  add(RETURN, EPERM);
  add(RETURN, ALLOW);

  const bytes = Buffer.alloc(program.length * 8);
  for (const [i, [code, ifTrue, ifFalse, k]] of program.entries()) {
    bytes.writeUInt16LE(code, i * 8);
    bytes.writeUInt8(ifTrue, i * 8 + 2);
    bytes.writeUInt8(ifFalse, i * 8 + 3);
    bytes.writeUInt32LE(k, i * 8 + 4);
  }
  return bytes;
}
