package io.glooshot.conversion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns files of Gloo Shot 0.0.x into objects of today's API.
 *
 * <p>Each value of the input is carried over, or there is a {@link Note} at its path or above. An experiment of which something was lost
 * that says what is broken or what ends it is not among the objects, but among the incomplete ones. Objects that are of today's API
 * already are passed on as they are.
 */
public final class Converter {

    private static final Set<String> LIST = Set.of("apiVersion", "kind", "items");

    private final Upstreams upstreams = new Upstreams();
    private final List<ObjectNode> complete = new ArrayList<>();
    private final List<ObjectNode> incomplete = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();

    private Converter() {}

    /** Converts one text. Never throws: what is wrong with the text stands in the notes. */
    public static Conversion convert(String text, String source) {
        return convert(List.of(new SourceText(source, text)));
    }

    /** Converts several texts together: an Upstream in one tells which Service another one means. */
    public static Conversion convert(List<SourceText> texts) {
        Converter converter = new Converter();
        List<Read> all = texts.stream().map(converter::read).toList();
        all.forEach(converter::convert);
        return new Conversion(converter.complete, converter.incomplete, converter.notes);
    }

    /** The objects of a text, those in lists one by one. */
    private record Read(Ledger ledger, List<Value> objects, UnreadableException end) {}

    private Read read(SourceText source) {
        Ledger ledger = new Ledger(source.name());
        List<Value> objects = new ArrayList<>();
        UnreadableException end = null;
        try {
            Documents.read(source.text(), document -> flatten(document, ledger, objects));
        } catch (UnreadableException e) {
            end = e;
        }
        objects.stream()
                .filter(UpstreamReader::isUpstream)
                .filter(upstream -> UpstreamReader.learn(upstream, upstreams))
                .forEach(Value::account);
        return new Read(ledger, objects, end);
    }

    private static void flatten(Value document, Ledger ledger, List<Value> objects) {
        Value items = document.fields().get("items");
        if (items == null || !items.isList() || !OldForm.text(document, "kind").endsWith("List")) {
            objects.add(document);
            return;
        }
        ledger.begin(OldForm.text(document, "kind"), document);
        document.fields().forEach((name, value) -> {
            if (name.equals("metadata")) {
                ledger.leaveOut(value, "left out: it is of the list, and of no object in it.");
            } else if (!LIST.contains(name)) {
                ledger.lose(value, "is no field of a list.");
            }
        });
        for (Value item : items.items()) {
            flatten(item, ledger, objects);
        }
    }

    private void convert(Read read) {
        read.objects().forEach(object -> convert(object, read.ledger()));
        if (read.end() != null) {
            read.ledger().begin();
            read.ledger().fail(read.end());
        }
        notes.addAll(read.ledger().notes());
    }

    private void convert(Value object, Ledger ledger) {
        String kind = OldForm.text(object, "kind");
        ledger.begin(named(object, OldForm.isBare(object) ? "Experiment" : kind), object);
        if (!object.isMap()) {
            ledger.fail(object, "is no object of Kubernetes.");
        } else if (OldForm.isToday(object)) {
            complete.add((ObjectNode) object.json());
            ledger.info(object, "is of today's API already, and left as it is.");
        } else if (OldForm.isBare(object) || (OldForm.isOurs(object) && kind.equals("Experiment"))) {
            new ExperimentConverter(ledger, upstreams).convert(object, complete, incomplete);
        } else if (UpstreamReader.isUpstream(object) && object.isAccounted()) {
            ledger.leaveOut(object, "left out: it has told which Service it stands for, and is not needed any more.");
        } else if (kind.isEmpty()) {
            ledger.fail(object, "has no kind, and neither metadata nor spec: it is nothing that 0.0.x could read.");
        } else {
            ledger.lose(object, OtherKinds.reason(OldForm.text(object, "apiVersion"), kind));
        }
    }

    private static String named(Value object, String kind) {
        Value metadata = object.fields().get("metadata");
        Map<String, Value> fields = metadata == null ? Map.of() : metadata.fields();
        String namespace = fields.containsKey("namespace") ? fields.get("namespace") + "/" : "";
        Object name = fields.containsKey("name") ? fields.get("name") : fields.get("generateName");
        return (kind.isEmpty() ? "object" : kind) + (name == null ? "" : " " + namespace + name);
    }
}
