package io.glooshot.campaign;

import io.glooshot.mesh.contract.ApiFront;
import io.glooshot.playground.ControllerProcess;

/**
 * One of the controllers.
 *
 * @param name by which the Lease names it
 * @param front between it and the API server: what it is told can be delayed, made up or cut off here
 */
public record Replica(String name, ControllerProcess process, ApiFront front) {}
