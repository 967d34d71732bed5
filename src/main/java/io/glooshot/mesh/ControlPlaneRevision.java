package io.glooshot.mesh;

import java.util.Optional;

/**
 * A revision of a control plane that is installed in the cluster.
 *
 * @param revision its name
 * @param version empty when it cannot be told
 * @param workload what runs it, for people
 */
public record ControlPlaneRevision(String revision, Optional<String> version, String workload) {}
