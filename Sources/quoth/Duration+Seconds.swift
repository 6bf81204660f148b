extension Duration {
    /// The whole of it in seconds, to some 16 digits.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
