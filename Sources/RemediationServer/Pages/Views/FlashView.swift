internal import HTTPTypes
internal import Hummingbird
internal import Remediation

/// A message that a page shows once, after a form was posted; it travels in a cookie.
struct FlashView: Hashable {
    /// `done` or `error`.
    let kind: String
    let text: String

    private static let cookie = "mulligan_flash"

    /// The message for `request`'s page.
    static func read(_ request: Request) -> FlashView? {
        guard let value = Cookies.value(cookie, in: request), let text = PercentCoding.decode(value) else { return nil }
        if text.hasPrefix("done ") { return FlashView(kind: "done", text: String(text.dropFirst(5))) }
        if text.hasPrefix("error ") { return FlashView(kind: "error", text: String(text.dropFirst(6))) }
        return nil
    }

    /// The `Set-Cookie` that sends the message to the next page.
    var header: String { Cookies.header(Self.cookie, PercentCoding.encode("\(kind) \(text.prefix(600))"), seconds: 60) }

    /// The `Set-Cookie` that takes it away once shown.
    static let clearing = Cookies.header(cookie, "", seconds: 0)
}

/// Cookies of the pages: never readable by script, never sent from other sites.
enum Cookies {
    static func value(_ name: String, in request: Request) -> String? {
        for header in request.headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let halves = pair.split(separator: "=", maxSplits: 1)
                if halves.count == 2, String(halves[0]).trimmingBlanks == name { return String(halves[1]).trimmingBlanks }
            }
        }
        return nil
    }

    static func header(_ name: String, _ value: String, seconds: Int) -> String {
        "\(name)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict"
    }
}
