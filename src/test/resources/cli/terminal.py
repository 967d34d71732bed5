"""Runs a command in a pseudo-terminal: terminal.py ROWS COLUMNS COMMAND...

What the command writes comes out as it is; each line that comes in is JSON: {"send": TEXT} or {"size": [ROWS, COLUMNS]}.
Ends with the command's exit code, or 128 and its signal.
"""
import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios


def resize(fd, rows, columns):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


child, terminal = pty.fork()
if child == 0:
    resize(0, int(sys.argv[1]), int(sys.argv[2]))
    # Whoever runs the tests in the background may have had it ignored, which is inherited.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execvp(sys.argv[3], sys.argv[3:])

pending = b""
open_files = [terminal, 0]
while terminal in open_files:
    ready, _, _ = select.select(open_files, [], [])
    if terminal in ready:
        try:
            output = os.read(terminal, 65536)
        except OSError:
            output = b""
        if not output:
            break
        os.write(1, output)
    if 0 in ready:
        some = os.read(0, 65536)
        if not some:
            open_files.remove(0)
        pending += some
        *lines, pending = pending.split(b"\n")
        for line in lines:
            order = json.loads(line)
            if "send" in order:
                os.write(terminal, order["send"].encode())
            if "size" in order:
                resize(terminal, *order["size"])

_, status = os.waitpid(child, 0)
sys.exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))
