package io.glooshot.experiment;

import java.net.URI;

/**
 * Where a Mesh says that its metrics are read.
 *
 * @param mesh name of the Mesh, which also says how the server is asked
 * @param url of the server when the run began, with the parameter that narrows queries to a namespace if there is one
 */
public record DataSource(String mesh, URI url) {}
