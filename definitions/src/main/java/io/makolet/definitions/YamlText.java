package io.makolet.definitions;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Writes definitions as people do: the tree of a condition in lines, each leaf in one. */
final class YamlText {

    private static final List<String> BRANCHES = List.of("when", "all", "any", "not", "at_least", "of");
    private static final int WIDTH = 1_000;

    private YamlText() {}

    static String of(YamlNode definition) {
        DumperOptions options = new DumperOptions();
        options.setWidth(WIDTH);
        options.setSplitLines(false);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        StringWriter text = new StringWriter();
        new Yaml(options).serialize(node(definition, FlowStyle.BLOCK), text);
        return text.toString();
    }

    private static Node node(YamlNode node, FlowStyle style) {
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar(scalar);
        }
        if (node instanceof YamlNode.Sequence list) {
            List<Node> items =
                    list.items().stream().map(item -> node(item, style)).toList();
            return new SequenceNode(Tag.SEQ, items, style);
        }
        List<NodeTuple> tuples = new ArrayList<>();
        for (YamlNode.Entry entry : ((YamlNode.Mapping) node).entries()) {
            boolean branch =
                    style == FlowStyle.BLOCK && BRANCHES.contains(entry.key().value());
            tuples.add(
                    new NodeTuple(scalar(entry.key()), node(entry.value(), branch ? FlowStyle.BLOCK : FlowStyle.FLOW)));
        }
        return new MappingNode(Tag.MAP, tuples, style);
    }

    private static ScalarNode scalar(YamlNode.Scalar scalar) {
        Tag tag = scalar.isText() ? Tag.STR : new Resolver().resolve(NodeId.scalar, scalar.value(), true);
        return new ScalarNode(tag, scalar.value(), null, null, ScalarStyle.PLAIN);
    }
}
