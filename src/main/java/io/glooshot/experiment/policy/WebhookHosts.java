package io.glooshot.experiment.policy;

import io.glooshot.experiment.Brief;
import io.glooshot.experiment.Signal;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says where webhooks may be. Those of conditions with dryRun are asked as well, and so are held to it. */
public record WebhookHosts(List<Host> allowed) implements Limit {

    /**
     * @param name of a host, in lower case; what comes before it where {@code below} is set
     * @param below whether it stands for the names below it, and not for itself
     * @param port any when empty
     */
    public record Host(String name, boolean below, OptionalInt port) {

        private static final Pattern FORM = Pattern.compile("(\\*\\.)?(\\[[^\\]]*\\]|[^:]*)(?::([0-9]{1,5}))?");

        /** @param text {@code name}, {@code *.name} or an address, and perhaps {@code :port} */
        public static Host parse(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new IllegalArgumentException("'%s' is no host".formatted(text));
            }
            return new Host(
                    normal(form.group(2)),
                    form.group(1) != null,
                    form.group(3) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(form.group(3))));
        }

        boolean has(URI url) {
            String host = normal(url.getHost());
            boolean isNamed = below ? host.endsWith("." + name) : host.equals(name);
            return isNamed && (port.isEmpty() || port.getAsInt() == port(url));
        }

        private static int port(URI url) {
            if (url.getPort() != -1) {
                return url.getPort();
            }
            return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        }

        /** As the controller's own guard of webhooks compares names. */
        private static String normal(String host) {
            String lower = host.toLowerCase(Locale.ROOT);
            return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        }
    }

    public WebhookHosts {
        allowed = List.copyOf(allowed);
    }

    @Override
    public String field() {
        return "spec.allowedWebhookHosts";
    }

    @Override
    public Optional<String> brokenBy(Case experiment) {
        return experiment.subject().plan().checks().stream()
                .flatMap(check -> check.signal() instanceof Signal.Webhook webhook && !isAllowed(webhook.url())
                        ? Optional.of("failure condition %s asks %s, which is not among the hosts that are allowed"
                                        .formatted(check.name(), Brief.text(shown(webhook.url()))))
                                .stream()
                        : Optional.<String>empty().stream())
                .findFirst();
    }

    private boolean isAllowed(URI url) {
        return allowed.stream().anyMatch(host -> host.has(url));
    }

    private static String shown(URI url) {
        return url.getHost() + (url.getPort() == -1 ? "" : ":" + url.getPort());
    }
}
