package io.glooshot.experiment;

import io.glooshot.api.MeshSpec.MeshType;
import java.net.URI;
import java.util.Optional;

/**
 * The mesh that a run uses.
 *
 * @param name of the Mesh object
 * @param revision of its control plane, where the Mesh names one
 * @param prometheus where its metrics are, narrowed to a namespace where the Mesh wants that; the controller's own setting when empty
 */
public record PlannedMesh(String name, MeshType type, Optional<String> revision, Optional<URI> prometheus) {

    /** Where its experiments read their signals; empty for the controller's own setting. */
    public Optional<DataSource> dataSource() {
        return prometheus.map(url -> new DataSource(name, url));
    }

    /**
     * The same with its metrics asked elsewhere. What narrows queries to a namespace does so wherever they are asked.
     *
     * @param other empty to leave it as it is
     */
    public PlannedMesh askedAt(Optional<URI> other) {
        return new PlannedMesh(
                name,
                type,
                revision,
                other.map(url -> prometheus
                                .map(URI::getRawQuery)
                                .map(query -> URI.create(url + "?" + query))
                                .orElse(url))
                        .or(() -> prometheus));
    }

    /** A mesh of which nothing else is said. */
    public static PlannedMesh of(String name, MeshType type) {
        return new PlannedMesh(name, type, Optional.empty(), Optional.empty());
    }
}
