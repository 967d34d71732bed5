package io.glooshot.conversion;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * YAML documents. Read as nodes and not as objects: nodes know their lines, no tag makes a class, and an alias is followed here, where
 * each value that it repeats is counted.
 */
final class YamlDocuments {

    private final Budget budget = new Budget();

    private YamlDocuments() {}

    static void read(String text, Consumer<Value> documents) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Budget.MOST_CHARACTERS);
        options.setNestingDepthLimit(Budget.MOST_LEVELS);
        options.setMaxAliasesForCollections(Budget.MOST_ALIASES);
        YamlDocuments reader = new YamlDocuments();
        try {
            for (Node document : new Yaml(options).composeAll(new StringReader(text))) {
                Value root = reader.value(document, "", 0);
                if (!root.isNull()) {
                    documents.accept(root);
                }
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            int line = mark == null ? 0 : mark.getLine() + 1;
            throw new UnreadableException(
                    line,
                    "is no YAML at line %d, column %d: %s%s"
                            .formatted(
                                    line,
                                    mark == null ? 0 : mark.getColumn() + 1,
                                    e.getContext() == null ? "" : e.getContext() + ", ",
                                    e.getProblem()));
        } catch (ReaderException e) {
            long before = text.codePoints()
                    .limit(e.getPosition())
                    .filter(point -> point == '\n')
                    .count();
            throw new UnreadableException(
                    (int) before + 1,
                    "has the character U+%04X, which YAML does not allow.".formatted(e.getCodePoint()));
        } catch (YAMLException e) {
            throw e.getMessage().contains("Nesting Depth")
                    ? Budget.tooDeep(0)
                    : new UnreadableException(0, "is beyond what is read: " + e.getMessage());
        }
    }

    private Value value(Node node, String path, int level) {
        int line = line(node);
        budget.spend(line, level);
        if (node instanceof MappingNode mapping) {
            Map<String, Value> fields = new LinkedHashMap<>();
            merge(mapping, path, level, fields);
            return new Value(path, line, fields);
        }
        if (node instanceof SequenceNode sequence) {
            List<Value> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(value(item, path + "[" + items.size() + "]", level + 1));
            }
            return new Value(path, line, items);
        }
        return new Value(path, line, Scalars.of((ScalarNode) node));
    }

    /** Adds the fields that are not there yet: those of a mapping go before those that it merges in. */
    private void merge(MappingNode mapping, String path, int level, Map<String, Value> fields) {
        Map<String, Value> own = new LinkedHashMap<>();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merged.add(tuple.getValueNode());
                continue;
            }
            String name = name(tuple.getKeyNode());
            Value value = value(tuple.getValueNode(), Value.field(path, name), level + 1);
            if (own.put(name, value) != null) {
                throw new UnreadableException(
                        line(tuple.getKeyNode()),
                        "has the key '%s' twice in one mapping, in line %d.".formatted(name, line(tuple.getKeyNode())));
            }
        }
        own.forEach(fields::putIfAbsent);
        for (Node node : merged) {
            List<Node> sources = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
            for (Node source : sources) {
                if (!(source instanceof MappingNode other)) {
                    throw new UnreadableException(line(source), "merges (<<) something that is no mapping.");
                }
                budget.spend(line(source), level + 1);
                merge(other, path, level + 1, fields);
            }
        }
    }

    private static String name(Node key) {
        if (key instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new UnreadableException(line(key), "has a key that is no text.");
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    }
}
