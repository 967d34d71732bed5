package io.glooshot.doctor;

import io.glooshot.api.MeshCapabilities;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a mesh can, in words. */
final class Capabilities {

    private Capabilities() {}

    static String told(MeshCapabilities can) {
        Map<String, Boolean> all = new LinkedHashMap<>();
        all.put("abort", can.abort());
        all.put("grpcAbort", can.grpcAbort());
        all.put("delay", can.delay());
        all.put("originScoping", can.originScoping());
        all.put("headerMatch", can.headerMatch());
        all.put("pathMatch", can.pathMatch());
        all.put("methodMatch", can.methodMatch());
        all.put("clientSide", can.clientSide());
        all.put("serverSide", can.serverSide());
        all.put("proofOfInjection", can.proofOfInjection());
        String cannot = all.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return cannot.isEmpty() ? "can do everything" : "can do everything but " + cannot;
    }
}
