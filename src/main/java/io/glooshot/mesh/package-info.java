/** Puts faults into meshes and takes them out again; one sub-package a kind of mesh. */
package io.glooshot.mesh;
