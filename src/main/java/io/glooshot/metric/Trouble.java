package io.glooshot.metric;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Brief;
import io.glooshot.experiment.Numbers;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Says in a sentence why there was no answer. Names the server by host only: paths and users can be secrets. */
final class Trouble {

    private Trouble() {}

    static String message(String server, Throwable failure, Duration timeout) {
        return server + " " + reason(failure, timeout) + ".";
    }

    private static String reason(Throwable failure, Duration timeout) {
        if (failure instanceof Pacing.SparedException) {
            return failure.getMessage();
        }
        if (failure instanceof AbortException) {
            return "may not be asked: " + failure.getMessage().replaceAll("\\.$", "");
        }
        if (failure instanceof TimeoutException || failure instanceof java.util.concurrent.TimeoutException) {
            return "did not answer within " + Numbers.text(timeout);
        }
        if (failure instanceof UnknownHostException || failure instanceof WebhookGuard.UnresolvedException) {
            return "has no address";
        }
        if (failure instanceof ConnectException) {
            return "refused the connection";
        }
        if (failure instanceof HttpClosedException) {
            return "closed the connection before its answer was complete";
        }
        if (failure instanceof SSLException) {
            return "could not be trusted: " + Brief.text(root(failure).getMessage());
        }
        return "could not be asked: " + Brief.text(failure.getClass().getSimpleName() + " " + failure.getMessage());
    }

    /** What was found wrong with a certificate stands at the end of a chain of failures that each tell less. */
    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause().getMessage() != null) {
            root = root.getCause();
        }
        return root;
    }
}
