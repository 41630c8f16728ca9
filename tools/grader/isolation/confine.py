# Shuts this process in, and then becomes another program: python3 -I -S confine.py KEY=VALUE... -- PROGRAM ARGUMENTS...
# What Node cannot do by itself: limits, another user, Landlock (which files may be read) and seccomp (which system calls
# may be made). All of it holds for the program, too, and cannot be undone. Any step that fails ends it with status 125.
import ctypes
import os
import resource
import struct
import sys

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SECCOMP_MODE_FILTER = 2
# The same numbers on x86_64 and on aarch64.
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
LANDLOCK_RULE_PATH_BENEATH = 1
EXECUTE, READ_FILE, READ_DIR = 1, 4, 8
# How many rights over files each version of Landlock knows, from the first on.
FILE_RIGHTS = (13, 14, 15, 15, 16)
TCP = 0b11  # bind, connect: from version 4 on
SCOPES = 0b11  # sockets without a path, signals: from version 6 on

libc = ctypes.CDLL(None, use_errno=True)


def check(result, what):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f'{what}: {os.strerror(number)}')
    return result


def syscall(number, *arguments):
    return libc.syscall(ctypes.c_long(number), *arguments)


def set_limits(limits):
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, name), (value, value))


def become(user):
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def landlock(readable, runnable):
    version = check(syscall(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), 1), 'Landlock')
    files = (1 << FILE_RIGHTS[min(version, len(FILE_RIGHTS)) - 1]) - 1
    fields = [files] + ([TCP] if version >= 4 else []) + ([SCOPES] if version >= 6 else [])
    rules = struct.pack(f'={len(fields)}Q', *fields)
    ruleset = check(
        syscall(LANDLOCK_CREATE_RULESET, rules, ctypes.c_size_t(len(rules)), 0), 'landlock_create_ruleset'
    )
    for path, rights in [(path, READ_FILE) for path in readable] + [
        (path, READ_FILE | EXECUTE) for path in runnable
    ]:
        if os.path.isdir(path):
            rights |= READ_DIR
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack('=Qi', rights, place)
        check(
            syscall(LANDLOCK_ADD_RULE, ruleset, LANDLOCK_RULE_PATH_BENEATH, rule, 0), f'landlock_add_rule {path}'
        )
        os.close(place)
    check(syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0), 'landlock_restrict_self')
    os.close(ruleset)


def seccomp(filter):
    class Program(ctypes.Structure):
        _fields_ = [('length', ctypes.c_ushort), ('filter', ctypes.c_char_p)]

    program = Program(len(filter) // 8, filter)
    check(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0), 'seccomp')


def main(arguments):
    end = arguments.index('--')
    settings = [argument.split('=', 1) for argument in arguments[:end]]
    command = arguments[end + 1 :]

    def all_of(key):
        return [value for name, value in settings if name == key]

    with open(all_of('seccomp')[0], 'rb') as file:
        filter = file.read()
    # Nothing of the parent's but the standard streams and the channel.
    os.closerange(4, 1 << 16)
    os.umask(0o077)
    os.setsid()
    os.chdir(all_of('folder')[0])
    set_limits({name: int(value) for name, value in settings if name.startswith('RLIMIT_')})
    for user in all_of('user'):
        become(int(user))
    check(libc.prctl(PR_SET_PDEATHSIG, 9, 0, 0, 0), 'PR_SET_PDEATHSIG')
    check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 'PR_SET_NO_NEW_PRIVS')
    landlock(all_of('read'), all_of('run'))
    seccomp(filter)
    os.execve(command[0], command, dict(value.split('=', 1) for value in all_of('environment')))


if __name__ == '__main__':
    try:
        main(sys.argv[1:])
    except Exception as error:
        print(f'confine.py: {error}', file=sys.stderr)
        sys.exit(125)
