/// A computation in the Open Neural Network Exchange format (https://onnx.ai/onnx/repo-docs/IR.html), node by node.
///
/// Field numbers are those of `onnx.proto`, which never change.
struct ONNXGraph {
    /// The types of tensors by their number in the format.
    enum Element: Int {
        case integer = 7
        case text = 8
        case double = 11
    }

    /// An attribute of a node.
    enum Attribute {
        case integer(Int)
        case integers([Int])
        case texts([String])
    }

    private var nodes: [ProtobufMessage] = []
    private var constants: [ProtobufMessage] = []
    private var inputs: [ProtobufMessage] = []
    private var outputs: [ProtobufMessage] = []
    private var names = 0

    /// One value a row, given from outside.
    mutating func input(_ name: String, _ element: Element) { inputs.append(Self.valueInfo(name, element, width: nil)) }

    /// Names what is computed: one value a row, or `width`.
    mutating func output(_ name: String, of value: String, width: Int? = nil) {
        outputs.append(Self.valueInfo(name, .double, width: width))
        add("Identity", [value], result: name)
    }

    /// Adds a node and returns the name of its result.
    @discardableResult
    mutating func add(
        _ operation: String,
        _ operands: [String],
        _ attributes: [(name: String, value: Attribute)] = [],
        domain: String = "",
        result: String? = nil
    ) -> String {
        let result = result ?? fresh()
        var node = ProtobufMessage()
        for operand in operands { node.text(1, operand) }
        node.text(2, result)
        node.text(4, operation)
        for (name, value) in attributes { node.message(5, Self.attribute(name, value)) }
        if !domain.isEmpty { node.text(7, domain) }
        nodes.append(node)
        return result
    }

    /// A constant of doubles; a scalar without `shape`.
    mutating func constant(_ values: [Double], shape: [Int] = []) -> String {
        constant(.double, shape, values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) } })
    }

    /// A constant of integers; a scalar without `shape`.
    mutating func constant(_ values: [Int], shape: [Int] = []) -> String {
        constant(.integer, shape, values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } })
    }

    /// The file's bytes.
    func model(name: String, describing text: String) -> [UInt8] {
        var graph = ProtobufMessage()
        for node in nodes { graph.message(1, node) }
        graph.text(2, name)
        for constant in constants { graph.message(5, constant) }
        for input in inputs { graph.message(11, input) }
        for output in outputs { graph.message(12, output) }
        var model = ProtobufMessage()
        // Version 8 of the representation, with operators of 2020: what every runtime of today reads.
        model.integer(1, 8)
        model.text(2, "mulligan")
        model.text(6, text)
        model.message(7, graph)
        for (domain, version) in [("", 13), ("ai.onnx.ml", 2)] {
            var operators = ProtobufMessage()
            operators.text(1, domain)
            operators.integer(2, version)
            model.message(8, operators)
        }
        return model.bytes
    }

    private mutating func fresh() -> String {
        names += 1
        return "#\(names)"
    }

    private mutating func constant(_ element: Element, _ shape: [Int], _ bytes: [UInt8]) -> String {
        let name = fresh()
        var tensor = ProtobufMessage()
        for size in shape { tensor.integer(1, size) }
        tensor.integer(2, element.rawValue)
        tensor.text(8, name)
        tensor.raw(9, bytes)
        constants.append(tensor)
        return name
    }

    private static func attribute(_ name: String, _ value: Attribute) -> ProtobufMessage {
        var attribute = ProtobufMessage()
        attribute.text(1, name)
        switch value {
        case .integer(let number):
            attribute.integer(3, number)
            attribute.integer(20, 2)
        case .integers(let numbers):
            for number in numbers { attribute.integer(8, number) }
            attribute.integer(20, 7)
        case .texts(let texts):
            for text in texts { attribute.text(9, text) }
            attribute.integer(20, 8)
        }
        return attribute
    }

    /// A tensor of so many rows.
    private static func valueInfo(_ name: String, _ element: Element, width: Int?) -> ProtobufMessage {
        var rows = ProtobufMessage()
        rows.text(2, "rows")
        var shape = ProtobufMessage()
        shape.message(1, rows)
        if let width {
            var columns = ProtobufMessage()
            columns.integer(1, width)
            shape.message(1, columns)
        }
        var tensor = ProtobufMessage()
        tensor.integer(1, element.rawValue)
        tensor.message(2, shape)
        var type = ProtobufMessage()
        type.message(1, tensor)
        var info = ProtobufMessage()
        info.text(1, name)
        info.message(2, type)
        return info
    }
}
