import Foundation

/// A time of day that a test moves while a real program runs: a small library that is loaded before the program's own.
///
/// libfaketime cannot be used: its start needs memory, and the program's allocator asks for the time before it gives any.
struct ShiftedClock {
    private let library: String
    private let shift: String

    /// Whether there is a compiler and a loader for it.
    static let isAvailable: Bool = {
        #if os(Linux)
            Program.exists("cc")
        #else
            false
        #endif
    }()

    /// A clock that shows the machine's time, with its files in `folder`.
    init(in folder: TemporaryFolder) throws {
        shift = try folder.write(String(repeating: "\0", count: 8), to: "shift")
        library = "\(folder.path)/shifted-clock.so"
        let source = try folder.write(Self.source, to: "shifted-clock.c")
        let result = try Program.run(["-shared", "-fPIC", "-O1", "-o", library, source], program: "cc")
        guard result.status == 0 else { throw Failure(errors: result.errors) }
    }

    /// The compiler refused.
    struct Failure: Error {
        var errors: String
    }

    /// What a program's environment must say.
    var environment: [String: String] { ["LD_PRELOAD": library, "SHIFTED_CLOCK": shift] }

    /// Lets the clock show another time by `seconds` than the machine's.
    func move(to seconds: Int64) throws {
        // In place: the program has mapped this very file.
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: shift))
        try file.write(contentsOf: withUnsafeBytes(of: seconds) { Data($0) })
        try file.close()
    }

    private static let source = #"""
        #include <fcntl.h>
        #include <stdint.h>
        #include <stdlib.h>
        #include <sys/mman.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>

        /* Seconds to add, in a file that a test writes to while the program runs. No memory is allocated: an allocator may ask for the time first. */
        static int64_t shift(void) {
            static const volatile int64_t *seconds;
            if (!seconds) {
                const char *path = getenv("SHIFTED_CLOCK");
                int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
                void *map = file < 0 ? MAP_FAILED : mmap(0, 8, PROT_READ, MAP_SHARED, file, 0);
                if (file >= 0) close(file);
                if (map == MAP_FAILED) return 0;
                seconds = map;
            }
            return *seconds;
        }

        int clock_gettime(clockid_t clock, struct timespec *time) {
            int result = syscall(SYS_clock_gettime, clock, time);
            if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += shift();
            return result;
        }

        int gettimeofday(struct timeval *restrict time, void *restrict zone) {
            struct timespec now;
            (void)zone;
            clock_gettime(CLOCK_REALTIME, &now);
            time->tv_sec = now.tv_sec;
            time->tv_usec = now.tv_nsec / 1000;
            return 0;
        }

        time_t time(time_t *result) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            if (result) *result = now.tv_sec;
            return now.tv_sec;
        }
        """#
}
