/// The mark: a second arc that comes round again.
enum Icon {
    static let text = ##"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0f766e"/><path d="M23 10.5A9 9 0 1 0 25 16" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/><path d="M24.5 4.5v6.5H18" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/><circle cx="16" cy="16" r="2.6" fill="#fbbf24"/></svg>
        """##
}
