package io.glooshot.experiment;

import io.glooshot.api.MeshSpec.MeshType;

/**
 * The mesh that a run uses.
 *
 * @param name of the Mesh object
 */
public record PlannedMesh(String name, MeshType type) {}
