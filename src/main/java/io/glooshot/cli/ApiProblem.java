package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.apiserver.ApiFailure;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What the API server's refusals, or its silence, mean for somebody at a terminal. */
final class ApiProblem {

    /** What to do about kinds that a cluster does not know. */
    static final String INSTALL = "Install Gloo Shot with `glooshot init`, or choose another cluster with --context.";

    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY_REQUESTS = 429;

    private ApiProblem() {}

    /** @param what what could not be done, such as {@code experiment shop/slow could not be created} */
    static CommandFailure of(String what, KubernetesClientException failure) {
        String why = failure.getCode() > 0
                ? ApiFailure.describe(failure)
                : "the API server did not answer: " + silence(failure);
        if (failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND && isKindMissing(failure)) {
            why += "; the CRDs of Gloo Shot are not installed";
        }
        return new CommandFailure(what, why, remedy(failure), failure);
    }

    /** The outermost cause that has the words of the innermost, and so the address too where there is one. */
    private static String silence(Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .toList();
        String root = String.valueOf(causes.get(causes.size() - 1).getMessage());
        return causes.stream()
                .filter(each -> !(each instanceof KubernetesClientException))
                .map(each -> String.valueOf(each.getMessage()))
                .filter(message -> message.contains(root))
                .findFirst()
                .orElse(root);
    }

    private static String remedy(KubernetesClientException failure) {
        return switch (failure.getCode()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                "Log in again, or choose other credentials with --kubeconfig or --context.";
            case HttpURLConnection.HTTP_FORBIDDEN ->
                "Ask an administrator for that right; `glooshot doctor` lists those that you have.";
            case HttpURLConnection.HTTP_NOT_FOUND ->
                isKindMissing(failure)
                        ? INSTALL
                        : "Check the name and the namespace; `glooshot get experiments -A` lists what there is.";
            case HttpURLConnection.HTTP_CONFLICT -> "See what is there already, then try again.";
            case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE ->
                "Put that right; docs/api.md says what each field may be.";
            case TOO_MANY_REQUESTS -> "The API server is busy; try again later.";
            default ->
                failure.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR
                        ? "The API server, or a webhook of the cluster, has a problem; try again later."
                        : unanswered(failure);
        };
    }

    /** A path that the API server does not serve is told without any details of an object. */
    private static boolean isKindMissing(KubernetesClientException failure) {
        return failure.getStatus() == null
                || failure.getStatus().getDetails() == null
                || failure.getStatus().getDetails().getName() == null;
    }

    private static String unanswered(Throwable failure) {
        if (isCausedBy(failure, SSLException.class)) {
            return "Check the certificate authority of the cluster in the kubeconfig.";
        }
        if (isCausedBy(failure, UnknownHostException.class)) {
            return "Check the server of the kubeconfig; choose another with --kubeconfig or --context.";
        }
        if (isCausedBy(failure, ConnectException.class)
                || isCausedBy(failure, SocketTimeoutException.class)
                || isCausedBy(failure, TimeoutException.class)) {
            return "Check that the API server is up and can be reached: `kubectl cluster-info`.";
        }
        return "Check the cluster with `kubectl cluster-info`, and this command with -v.";
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> kind) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .anyMatch(kind::isInstance);
    }
}
