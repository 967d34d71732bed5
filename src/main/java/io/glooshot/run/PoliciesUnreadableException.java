package io.glooshot.run;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.experiment.Verdict;
import java.net.HttpURLConnection;

/** The policies could not be read, so that nobody knows what is allowed. */
public final class PoliciesUnreadableException extends RuntimeException {

    private static final String REASON = "PoliciesUnreadable";

    PoliciesUnreadableException(KubernetesClientException cause) {
        super(
                "The ExperimentPolicies, and the labels that they go by, cannot be read, so nothing may run: "
                        + (cause.getStatus() == null
                                ? cause.getMessage()
                                : cause.getStatus().getMessage()),
                cause);
    }

    public Verdict.Aborted verdict() {
        return new Verdict.Aborted(REASON, getMessage());
    }

    /** Whether it stays so until somebody gives this controller a right. */
    boolean isForbidden() {
        return ((KubernetesClientException) getCause()).getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    }
}
