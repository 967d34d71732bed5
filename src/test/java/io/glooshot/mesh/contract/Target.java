package io.glooshot.mesh.contract;

/**
 * Where calls are sent.
 *
 * @param host the Host header, by which a proxy chooses the destination
 */
public record Target(String address, int port, String host) {}
