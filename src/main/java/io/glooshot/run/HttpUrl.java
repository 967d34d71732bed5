package io.glooshot.run;

import io.glooshot.experiment.AbortException;
import java.net.URI;
import java.net.URISyntaxException;

/** Reads the URLs of the API. Its schema has checked them, by rules that are not in all cases those of Java. */
final class HttpUrl {

    private HttpUrl() {}

    /** @param field where it stands, for people */
    static URI parse(String text, String field) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new AbortException("InvalidUrl", "%s is not a valid URL: %s.".formatted(field, e.getMessage()));
        }
        throw new AbortException("InvalidUrl", "%s has no valid host.".formatted(field));
    }
}
