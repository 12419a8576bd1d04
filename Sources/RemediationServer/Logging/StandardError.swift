#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The process's standard error.
package enum StandardError {
    /// Writes `text` with as few system calls as may be, so that lines of several threads do not mix.
    package static func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)[...]
            while !rest.isEmpty {
                let slice = UnsafeRawBufferPointer(rebasing: rest)
                #if canImport(Glibc)
                    let written = Glibc.write(2, slice.baseAddress, slice.count)
                #else
                    let written = Darwin.write(2, slice.baseAddress, slice.count)
                #endif
                guard written > 0 else { return }
                rest = rest.dropFirst(written)
            }
        }
    }
}
