package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What a user does to a VirtualService, while it has our routes in it or not. */
final class RandomEdit {

    private final Random random;
    private ObjectNode expected;

    RandomEdit(Random random) {
        this.random = random;
    }

    /** What the original is with the same edits. */
    ObjectNode expected() {
        return expected;
    }

    /** @return the faulted one with edits */
    ObjectNode of(ObjectNode original, ObjectNode faulted) {
        List<ObjectNode> theirs = new ArrayList<>(Given.http(original));
        Collections.shuffle(theirs, random);
        if (!theirs.isEmpty() && random.nextBoolean()) {
            theirs.remove(0);
        }
        if (!theirs.isEmpty()) {
            ObjectNode changed = theirs.get(0).deepCopy();
            changed.withArrayProperty("route").addObject().put("weight", 5).put("unknown", "kept");
            theirs.set(0, changed);
        }
        if (random.nextBoolean()) {
            theirs.add(
                    JsonNodeFactory.instance.objectNode().put("name", "added").put("timeout", "2s"));
        }
        List<JsonNode> all = new ArrayList<>(theirs);
        for (ObjectNode route : Given.http(faulted)) {
            if (RouteName.isOf(Given.UID, route) && random.nextInt(5) > 0) {
                all.add(random.nextInt(all.size() + 1), route.deepCopy().put("unknown", "lost"));
            }
        }
        expected = edited(original, theirs);
        return edited(faulted, all);
    }

    private static ObjectNode edited(ObjectNode from, List<? extends JsonNode> http) {
        ObjectNode json = from.deepCopy();
        ObjectNode metadata = json.withObjectProperty("metadata");
        metadata.withObjectProperty("labels").put("team", "blue");
        metadata.withObjectProperty("annotations").put("changed-by", "a user");
        ObjectNode spec = json.withObjectProperty("spec");
        spec.withArrayProperty("hosts").add("added.example.com");
        spec.put("unknownToo", 1.250);
        if (http.isEmpty()) {
            spec.remove("http");
        } else {
            ArrayNode routes = spec.putArray("http");
            routes.addAll(http);
        }
        return json;
    }
}
