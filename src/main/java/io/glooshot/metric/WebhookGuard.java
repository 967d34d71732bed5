package io.glooshot.metric;

import io.glooshot.experiment.AbortException;
import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks a webhook's host up and judges what it finds. Whoever writes an experiment must not reach through the controller
 * what they could not reach themselves. The caller connects to the very address that was judged: a name that is looked
 * up a second time can by then lead elsewhere.
 */
final class WebhookGuard implements AutoCloseable {

    /** Reason of a run that was ended for it. */
    static final String REASON = "WebhookNotAllowed";

    /** Finds the addresses of a host, and may block. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private static final int LOOKUPS = 8;

    private final Set<String> allowedHosts = new HashSet<>();
    private final List<AddressRange> allowedRanges = new ArrayList<>();
    private final Resolver resolver;
    /** Of its own, so that a name server that hangs holds up lookups and nothing else. */
    private final ThreadPoolExecutor lookups =
            new ThreadPoolExecutor(LOOKUPS, LOOKUPS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "webhook-lookup");
                thread.setDaemon(true);
                return thread;
            });

    /** @param allowed hosts, addresses and blocks of addresses that webhooks may have although they are inner ones */
    WebhookGuard(List<String> allowed, Resolver resolver) {
        this.resolver = resolver;
        lookups.allowCoreThreadTimeOut(true);
        allowed.stream().map(String::trim).filter(entry -> !entry.isEmpty()).forEach(this::allow);
    }

    /** The address to connect to. Fails with an {@link AbortException} when there is one that webhooks may not have. */
    Uni<InetAddress> admit(String host) {
        return Uni.createFrom()
                .emitter(caller -> lookups.execute(() -> {
                    try {
                        caller.complete(judged(host));
                    } catch (RuntimeException refused) {
                        caller.fail(refused);
                    }
                }));
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }

    private void allow(String entry) {
        Optional<AddressRange> range = AddressRange.parse(entry);
        if (range.isPresent()) {
            allowedRanges.add(range.get());
        } else if (entry.matches("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\\.?")) {
            allowedHosts.add(name(entry));
        } else {
            throw new IllegalArgumentException(
                    "glooshot.webhook.allowed has '%s', which is neither a host nor an address nor a block of them"
                            .formatted(entry));
        }
    }

    private InetAddress judged(String host) {
        InetAddress[] addresses = addresses(host);
        if (!allowedHosts.contains(name(host))) {
            // All of them: one that is good does not vouch for a name that also leads inside.
            for (InetAddress address : addresses) {
                InnerAddress.kind(address).filter(kind -> !isAllowed(address)).ifPresent(kind -> {
                    throw refused(host, address, kind);
                });
            }
        }
        return addresses[0];
    }

    private InetAddress[] addresses(String host) {
        try {
            return resolver.resolve(host);
        } catch (UnknownHostException e) {
            throw new UnresolvedException(e);
        }
    }

    private boolean isAllowed(InetAddress address) {
        return allowedRanges.stream().anyMatch(range -> range.contains(address));
    }

    private static AbortException refused(String host, InetAddress address, String kind) {
        String found = address.getHostAddress();
        String what = host.equals(found) ? host + " is " + kind : "%s has %s, which is %s".formatted(host, found, kind);
        return new AbortException(
                REASON,
                "%s, and webhooks may not go there. If this one is meant to, an administrator can allow its host or address in the controller's setting glooshot.webhook.allowed."
                        .formatted(what));
    }

    private static String name(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** A host without an address. */
    static final class UnresolvedException extends RuntimeException {
        UnresolvedException(UnknownHostException cause) {
            super(cause);
        }
    }
}
