/// The page to sign in at.
struct SignInView {
    let page: PageView
    /// Where to go then.
    let next: String
    /// What was wrong with the last try.
    let error: String?
}
