package io.glooshot.install;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.VersionInfo;

/** The version of an API server. */
public record ServerVersion(int major, int minor, String text) {

    /** The oldest that has all that is installed: ValidatingAdmissionPolicies came to stay in it. */
    public static final ServerVersion OLDEST = new ServerVersion(1, 30, "1.30");

    public static ServerVersion of(KubernetesClient client) {
        return of(client.getKubernetesVersion());
    }

    /** Providers add to the minor version: {@code 30+}. */
    static ServerVersion of(VersionInfo version) {
        return new ServerVersion(
                number(version.getMajor()), number(version.getMinor()), String.valueOf(version.getGitVersion()));
    }

    public boolean isTooOld() {
        return major < OLDEST.major || (major == OLDEST.major && minor < OLDEST.minor);
    }

    private static int number(String text) {
        String digits = String.valueOf(text).replaceAll("\\D.*", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }
}
