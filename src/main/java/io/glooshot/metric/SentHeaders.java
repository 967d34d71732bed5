package io.glooshot.metric;

import io.glooshot.experiment.Header;
import io.smallrye.mutiny.Uni;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The headers of a request, with what Secrets add to them by now. */
record SentHeaders(Secrets secrets) {

    /** Fails with an {@link io.glooshot.experiment.AbortException} when a Secret cannot be used. */
    Uni<Map<String, String>> of(List<Header> headers) {
        Uni<Map<String, String>> all = Uni.createFrom().item(LinkedHashMap::new);
        for (Header header : headers) {
            all = all.chain(sent -> value(header).map(value -> {
                sent.put(header.name(), value);
                return sent;
            }));
        }
        return all;
    }

    private Uni<String> value(Header header) {
        return header.secret()
                .map(key -> secrets.value(key).map(secret -> header.text() + secret))
                .orElseGet(() -> Uni.createFrom().item(header.text()));
    }
}
