package io.glooshot.conversion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.regex.Pattern;

/** Converts what stands under {@code metadata}. */
final class Metadata {

    private static final Set<String> OF_THE_SERVER = Set.of(
            "uid",
            "resourceVersion",
            "resource_version",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink",
            "managedFields");
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private static final String LABEL = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private static final Pattern KEY =
            Pattern.compile("([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?" + LABEL);
    private static final int LONGEST_KEY = 253;
    private static final Pattern LABEL_VALUE = Pattern.compile("(" + LABEL + ")?");
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern GENERATED = Pattern.compile("[a-z0-9][-a-z0-9.]*");
    private static final int LONGEST_NAME = 253;

    private final Fields fields;
    private final Ledger ledger;

    Metadata(Fields fields, Ledger ledger) {
        this.fields = fields;
        this.ledger = ledger;
    }

    /** What can be carried over; without a name when there is none that the API server takes. */
    ObjectNode convert(Value metadata) {
        ObjectNode converted = JsonNodeFactory.instance.objectNode();
        name(metadata, "name", NAME, converted);
        if (!converted.has("name")) {
            name(metadata, "generateName", GENERATED, converted);
        }
        fields.text(metadata, "namespace").ifPresent(namespace -> {
            if (Upstreams.isNamespace(namespace.text().orElseThrow())) {
                converted.put("namespace", namespace.text().orElseThrow());
            } else {
                ledger.lose(namespace, "is no name of a namespace.");
            }
        });
        texts(metadata, "labels", LABEL_VALUE, converted);
        texts(metadata, "annotations", null, converted);
        metadata.fields().forEach((name, value) -> {
            if (OF_THE_SERVER.contains(name)) {
                ledger.leaveOut(value, "left out: the API server sets it.");
            } else if (!value.isPartlyAccounted()) {
                ledger.lose(value, "is not carried over; it was no part of the experiment.");
            }
        });
        return converted;
    }

    private void name(Value metadata, String field, Pattern form, ObjectNode converted) {
        fields.text(metadata, field).ifPresent(name -> {
            String text = name.text().orElseThrow();
            if (text.length() <= LONGEST_NAME && form.matcher(text).matches()) {
                converted.put(field, text);
            } else {
                ledger.lose(name, "is no name of an object: lower-case letters, digits, '-' and '.'.");
            }
        });
    }

    private void texts(Value metadata, String name, Pattern form, ObjectNode converted) {
        fields.map(metadata, name).ifPresent(map -> {
            ObjectNode texts = JsonNodeFactory.instance.objectNode();
            map.fields().forEach((key, value) -> {
                if (key.equals(LAST_APPLIED)) {
                    ledger.leaveOut(value, "left out: kubectl's own copy of the old object.");
                    return;
                }
                fields.text(map, key).ifPresent(text -> {
                    String carried = text.text().orElseThrow();
                    if (isKey(key) && (form == null || form.matcher(carried).matches())) {
                        texts.put(key, carried);
                    } else {
                        ledger.lose(text, "is no %s of Kubernetes.".formatted(form == null ? "annotation" : "label"));
                    }
                });
            });
            if (!texts.isEmpty()) {
                converted.set(name, texts);
            }
        });
    }

    private static boolean isKey(String key) {
        return key.length() <= LONGEST_KEY && KEY.matcher(key).matches();
    }
}
